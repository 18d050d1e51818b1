import { type Chance, inCaseOf, sameShape } from "./shapes.ts";

/** What is kept apart: the same text as a number and as a name is not the same thing. */
export type PseudonymKind = "number" | "word" | "address" | "secret";

/** One thing that was replaced, and by what. */
export interface Replacement {
  readonly kind: PseudonymKind;
  readonly original: string;
  readonly invented: string;
}

/** A capture with more different people than this is no capture of a telephone system. */
const MAX_REPLACEMENTS = 200_000;

/** So many different inventions of one shape are tried before a longer one is. */
const MAX_TRIES = 60;

/** Numbers this long are told apart by their last digits: what stands before is a country, a trunk or an outside line. */
const SUBSCRIBER_DIGITS = 9;
const SHORTEST_SUBSCRIBER_DIGITS = 7;

/**
 * Consistent pseudonyms: the same number, word, address or secret always becomes the same invented one of the same
 * shape, never one that stood in the capture itself. Errors: throws when a capture holds more than can be kept.
 */
export class Pseudonyms {
  readonly #made = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #originals = new Set<string>();
  readonly #compounds = new Set<string>();

  constructor(private readonly chance: Chance) {}

  /** Notes that `text` stands in the capture, so that nothing is invented that equals it. */
  reserve(kind: PseudonymKind, text: string): void {
    this.#originals.add(keyOf(kind, kind === "word" ? text.toLowerCase() : text));
    if (this.#originals.size > MAX_REPLACEMENTS) {
      throw new Error(
        `sanitize capture, more different names and numbers than can be kept: ${MAX_REPLACEMENTS}`,
      );
    }
  }

  /** Notes a name of several parts; beyond the bound its parts are known as ever. */
  compound(text: string): void {
    if (this.#compounds.size < MAX_REPLACEMENTS) this.#compounds.add(text.toLowerCase());
  }

  /** Whether `text` is one that was reserved. */
  knows(kind: PseudonymKind | "compound", text: string): boolean {
    if (kind === "compound") return this.#compounds.has(text.toLowerCase());
    return this.#originals.has(keyOf(kind, kind === "word" ? text.toLowerCase() : text));
  }

  /** Digits for digits: the length stays, with it leading zeros, and a trunk's or country's digits before a long number. */
  number(digits: string): string {
    if (/^0*$/.test(digits)) return digits;
    const kept = digits.length - this.#subscriberDigits(digits);
    const prefix = digits.slice(0, kept);
    return prefix + this.#invent("number", digits.slice(kept), kept === 0 ? "kept" : "new");
  }

  /** A word, whatever case it comes in. */
  word(word: string): string {
    return inCaseOf(word, this.#invent("word", word.toLowerCase(), "kept"));
  }

  /** A secret: of its length, and nothing else of it is left. */
  secret(secret: string): string {
    return this.#invent("secret", secret, "new");
  }

  /** An address made by `make`, which is asked again until one comes that is not taken. */
  address(address: string, make: (chance: Chance) => string): string {
    return this.#once("address", address, () => make(this.chance));
  }

  /** Everything replaced so far, in the order it was met. */
  replacements(): Replacement[] {
    return [...this.#made].map(([key, invented]) => {
      const at = key.indexOf(" ");
      return { kind: kindOf(key.slice(0, at)), original: key.slice(at + 1), invented };
    });
  }

  #subscriberDigits(digits: string): number {
    if (digits.length > SUBSCRIBER_DIGITS) return SUBSCRIBER_DIGITS;
    for (let length = digits.length - 1; length >= SHORTEST_SUBSCRIBER_DIGITS; length--) {
      if (this.#originals.has(keyOf("number", digits.slice(-length)))) return length;
    }
    return digits.length;
  }

  #invent(kind: PseudonymKind, original: string, first: "kept" | "new"): string {
    let tries = 0;
    return this.#once(kind, original, () => {
      const round = Math.floor(tries++ / MAX_TRIES);
      const shape = round < 2 ? original : original + "1".repeat(round - 1);
      return sameShape(shape, this.chance, round === 0 ? first : "new");
    });
  }

  #once(kind: PseudonymKind, original: string, make: () => string): string {
    const key = keyOf(kind, original);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    let invented = make();
    while (!this.#isFree(kind, invented)) invented = make();
    this.#taken.add(keyOf(kind, invented));
    this.#made.set(key, invented);
    return invented;
  }

  #isFree(kind: PseudonymKind, invented: string): boolean {
    const key = keyOf(kind, invented);
    return !this.#taken.has(key) && !this.#originals.has(key);
  }
}

function keyOf(kind: PseudonymKind, text: string): string {
  return `${kind} ${text}`;
}

function kindOf(text: string): PseudonymKind {
  return text === "number" || text === "word" || text === "address" ? text : "secret";
}
