import type { DirectoryEntry } from "./types.ts";

/** Characters of one field that are kept; the longest real ones have about 60. */
const MAX_FIELD_LENGTH = 120;

/** A longer line is no row; what is held of it is given up. */
const MAX_LINE_LENGTH = 2_000;

const NODE_REGEXP = /^[1-9]\d{0,8}$/;
const DECLARED_REGEXP = /^;\s*Generated (\d{1,9}) records/;
const UNSHOWN_REGEXP = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]+/gu;

/** What was read of a directory so far. */
export interface ParseSummary {
  /** Rows with a node and something known of it. */
  readonly rows: number;
  /** Lines that are a node's number alone. */
  readonly bare: number;
  /** Lines that are neither rows, comments nor blank. */
  readonly broken: number;
  /** How many records the text says it has; `null` when it does not say. */
  readonly declared: number | null;
  /** True when the text begins as a web page does. */
  readonly isMarkup: boolean;
  /** True when the last line is whole. */
  readonly isWhole: boolean;
}

/** Cuts the text of a directory, however it comes in pieces, into entries. */
export class DirectoryParser {
  #rest = "";
  #isOverlong = false;
  #lines = 0;
  #rows = 0;
  #bare = 0;
  #broken = 0;
  #declared: number | null = null;
  #isMarkup = false;
  #isWhole = true;

  /** Takes a piece of the text; gives the entries that are complete with it. */
  push(text: string): readonly DirectoryEntry[] {
    if (text === "") return [];
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    const entries = lines.flatMap((line) => this.#line(line) ?? []);
    if (this.#rest.length > MAX_LINE_LENGTH) {
      this.#isOverlong = true;
      this.#rest = "";
    }
    return entries;
  }

  /** The text is over; gives what its last line was when no line end followed. */
  end(): readonly DirectoryEntry[] {
    const last = this.#rest;
    this.#rest = "";
    if (last === "" && !this.#isOverlong) return [];
    this.#isWhole = last.startsWith(";");
    return [this.#line(last) ?? []].flat();
  }

  /** What was read so far. */
  get summary(): ParseSummary {
    return {
      rows: this.#rows,
      bare: this.#bare,
      broken: this.#broken,
      declared: this.#declared,
      isMarkup: this.#isMarkup,
      isWhole: this.#isWhole,
    };
  }

  #line(raw: string): DirectoryEntry | undefined {
    const line = raw.trim();
    const isOverlong = this.#isOverlong || line.length > MAX_LINE_LENGTH;
    this.#isOverlong = false;
    if (isOverlong) return this.#skip();
    if (line === "") return undefined;
    if (this.#lines++ === 0) this.#isMarkup = line.startsWith("<") || line.startsWith("\ufeff<");
    if (line.startsWith(";")) {
      const declared = DECLARED_REGEXP.exec(line)?.[1];
      if (declared !== undefined) this.#declared = Number(declared);
      return undefined;
    }
    if (NODE_REGEXP.test(line)) {
      this.#bare++;
      return undefined;
    }
    const entry = parseRow(line);
    if (!entry) return this.#skip();
    this.#rows++;
    return entry;
  }

  #skip(): undefined {
    this.#broken++;
    return undefined;
  }
}

/**
 * One row. With more than four fields the last is the location and what stands between belongs to the description; with fewer
 * the last ones are unknown. Undefined when it is no row, or knows nothing of its node.
 */
export function parseRow(line: string): DirectoryEntry | undefined {
  const [node = "", call = "", ...others] = line.split("|");
  const id = node.replace("\ufeff", "").trim();
  if (!NODE_REGEXP.test(id)) return undefined;
  const place = others.length > 1 ? others.pop() ?? "" : "";
  const callsign = clean(call);
  const description = clean(others.filter((part) => part.trim() !== "").join(" "));
  const location = clean(place);
  if (callsign === null && description === null && location === null) return undefined;
  return { node: id, callsign, description, location };
}

/** A field as it is shown: one line, single blanks, nothing invisible; `null` when nothing is left. */
export function clean(field: string): string | null {
  const text = field.replace(UNSHOWN_REGEXP, " ").replace(/\s+/g, " ").trim();
  return text === "" ? null : text.slice(0, MAX_FIELD_LENGTH).trimEnd();
}
