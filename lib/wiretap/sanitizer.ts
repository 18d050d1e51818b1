import { type HeaderKind, headerKind } from "./header_kinds.ts";
import { type PseudonymKind, Pseudonyms, type Replacement } from "./pseudonyms.ts";
import { linkList, type Replacer, sanitizeValue } from "./sanitize_value.ts";
import type { Chance } from "./shapes.ts";

/** Values left as they were that hold words or long numbers, for somebody to look at. */
export interface Doubt {
  readonly header: string;
  readonly value: string;
  readonly count: number;
}

/** More is read by nobody; those that came first are kept. */
const MAX_DOUBTS = 500;

/** Values whose pseudonyms are at hand without looking for them again. */
const MAX_KNOWN = 10_000;

const HEADER = /^([A-Za-z][\w().-]{0,80}):[ \t]?(.*)$/s;
const LINK_VARIABLE = /^(RPT_A?LINKS)(=?)(.*)$/;
const WORD_OR_NUMBER = /\p{L}{3,}|\d{5,}/gu;

/** Of Asterisk and of addresses: stands in most dial strings and is nobody's. */
const COMMON_WORD =
  /^(pjsip|sips?|iax2?|dahdi|local|user|phone|transport|udp|tcp|tls|wss|com|net|org|ipv[46]|000\d+)$/i;
const SECRET_VARIABLE = /secret|passw|token|pin\b/i;

/** Lines of one direction of a capture, in order: what an event or a variable is called tells what its value is. */
export class LineReader {
  #context = "";
  readonly #known = new Map<string, string>();

  constructor(
    private readonly by: Replacer,
    private readonly doubt: (header: string, value: string) => void,
  ) {}

  /** The line with what is somebody's replaced; it comes and goes without its end. */
  line(line: string): string {
    const match = HEADER.exec(line);
    if (line === "") this.#context = "";
    if (match === null) return sanitizeValue("text", line, this.by);
    const [, name = "", value = ""] = match;
    const start = line.slice(0, line.length - value.length);
    const kind = this.#kindOf(name);
    this.#remember(name, value);
    const clean = this.#remembered(name, kind, value);
    const left = clean === value ? value : kept(value, clean);
    // As it stands in the file now: what was replaced may have been a secret.
    if ((kind === "text" || kind === "other") && isDoubtful(name, left)) this.doubt(name, clean);
    return start + clean;
  }

  #remember(name: string, value: string): void {
    if (/^(Event|Variable)$/i.test(name)) this.#context = value;
  }

  #kindOf(name: string): HeaderKind {
    if (/^(Value|Val)$/i.test(name)) {
      if (SECRET_VARIABLE.test(this.#context)) return "secret";
      if (/^RTPAUDIOQOS|^RTPVIDEOQOS/.test(this.#context)) return "kept"; // counters and stream identifiers
    }
    return headerKind(name);
  }

  /** Events repeat themselves: most values were met before. */
  #remembered(name: string, kind: HeaderKind, value: string): string {
    const key = `${name}:${kind}:${LINK_VARIABLE.test(this.#context)}:${value}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const clean = this.#value(name, kind, value);
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(key, clean);
    return clean;
  }

  #value(name: string, kind: HeaderKind, value: string): string {
    if (/^(EventValue|Value)$/i.test(name) && LINK_VARIABLE.test(this.#context)) {
      return linkList(value, this.by);
    }
    const links = /^(Var|Output)$/i.test(name) ? LINK_VARIABLE.exec(value) : null;
    if (links?.[2] === "=") return `${links[1]}=${linkList(links[3] ?? "", this.by)}`;
    const row = /^Output$/i.test(name) ? /^(Conn|LinkedNodes): (.*)$/.exec(value) : null;
    if (row) return `${row[1]}: ${sanitizeValue(headerKind(row[1] ?? ""), row[2] ?? "", this.by)}`;
    return sanitizeValue(kind, value, this.by);
  }
}

/** Words and long numbers of a value that was cleaned in part: a name that was not met elsewhere may be among them. */
function kept(value: string, clean: string): string {
  const left = new Set(clean.match(WORD_OR_NUMBER));
  return (value.match(WORD_OR_NUMBER) ?? []).filter((word) => left.has(word) && !COMMON_WORD.test(word)).join(
    " ",
  );
}

/** Words and long numbers may be somebody's; a variable's own name, a UUID and this machine's address are not. */
function isDoubtful(header: string, value: string): boolean {
  if (header === "Application") return false; // Asterisk's own words, but for a hint
  if (header === "Variable" && /^[A-Z_][A-Z_0-9]*$/.test(value)) return false;
  const rest = value.replace(
    /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\bIPV4\/\w+|\b127(\.\d+){3}[:/]\d+/gi,
    "",
  );
  return /\p{L}{3}|\d{5}/u.test(rest) && value !== "<unknown>";
}

/**
 * Sanitises captures: read every line of them with `learn` first, then with `clean`. The same name, number, address,
 * callsign, host or secret becomes the same invented one in all that one sanitiser cleans.
 */
export class Sanitizer {
  readonly #pseudonyms: Pseudonyms;
  readonly #doubts = new Map<string, Doubt>();
  #moreDoubts = 0;

  constructor(chance: Chance) {
    this.#pseudonyms = new Pseudonyms(chance);
  }

  /** A reader for one direction of one session, of the first reading. */
  learner(): LineReader {
    const noted = (kind: PseudonymKind) => (text: string) => {
      this.#pseudonyms.reserve(kind, text);
      return text;
    };
    const [number, word, secret, address] = [
      noted("number"),
      noted("word"),
      noted("secret"),
      noted("address"),
    ];
    const knows = () => false;
    const compound = (text: string) => this.#pseudonyms.compound(text);
    return new LineReader({ number, word, secret, address, compound, knows }, () => {});
  }

  /** A reader for one direction of one session, of the second reading. */
  cleaner(): LineReader {
    return new LineReader(this.#pseudonyms, (header, value) => this.#doubt(header, value));
  }

  /** What was replaced, by what. */
  replacements(): readonly Replacement[] {
    return this.#pseudonyms.replacements().filter(({ original, invented }) => original !== invented);
  }

  /** What nobody could be sure of, and how many different values more were not kept. */
  doubts(): { readonly kept: readonly Doubt[]; readonly more: number } {
    return { kept: [...this.#doubts.values()], more: this.#moreDoubts };
  }

  #doubt(header: string, value: string): void {
    const key = `${header}: ${value}`;
    const known = this.#doubts.get(key);
    if (known === undefined && this.#doubts.size >= MAX_DOUBTS) this.#moreDoubts++;
    else this.#doubts.set(key, { header, value, count: (known?.count ?? 0) + 1 });
  }
}
