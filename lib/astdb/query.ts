/** Words of a query that count; more make no sense in a search for a node. */
const MAX_WORDS = 8;

const MAX_WORD_LENGTH = 40;
const MAX_NODE_DIGITS = 9;

/** What a query asks for. */
export interface Query {
  /** Words in lower case; what is found has for each of them one that begins with it. */
  readonly words: readonly string[];
  /** Ranges of node numbers that begin with the query's digits; empty when it is no number. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
  /** The beginning of a callsign; `null` when it cannot be one. */
  readonly callsign: string | null;
}

/** Reads what somebody typed; `null` when there is nothing to look for in it. */
export function parseQuery(text: string): Query | null {
  const words = wordsOf(text).slice(0, MAX_WORDS).map((word) => word.slice(0, MAX_WORD_LENGTH));
  if (words.length === 0) return null;
  const whole = text.trim();
  return {
    words,
    ranges: /^[1-9]\d*$/.test(whole) && whole.length <= MAX_NODE_DIGITS ? rangesOf(whole) : [],
    callsign: /^[A-Za-z0-9/-]{1,20}$/.test(whole) ? whole.toUpperCase() : null,
  };
}

/** Words as the index has them: letters and digits, in lower case, without accents. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}

/** True when for each word of the query one of these texts has a word that begins with it. */
export function matches(query: Query, texts: readonly (string | null)[]): boolean {
  const words = texts.flatMap((text) => text === null ? [] : wordsOf(text));
  return query.words.every((wanted) => words.some((word) => word.startsWith(wanted)));
}

/** 437, 4370 to 4379, 43700 to 43799, and so on. */
function rangesOf(digits: string): readonly (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  for (let extra = 0; digits.length + extra <= MAX_NODE_DIGITS; extra++) {
    const from = Number(digits) * 10 ** extra;
    ranges.push([from, from + 10 ** extra - 1]);
  }
  return ranges;
}
