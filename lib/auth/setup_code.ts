import { randomBytes } from "node:crypto";
import { isSameText } from "./secret.ts";

/** Letters and digits that are not taken for one another when read aloud or copied by hand. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS = 3;
const GROUP_LENGTH = 4;

/** The code that proves that whoever makes the first account reads this machine's log. */
export class SetupCode {
  readonly #code: string;

  constructor() {
    const groups = Array.from({ length: GROUPS }, () => letters(GROUP_LENGTH));
    this.#code = groups.join("-");
  }

  /** For the log and the console, nowhere else. */
  get text(): string {
    return this.#code;
  }

  /** Whether it is the code, however it is written. */
  matches(given: string): boolean {
    const bare = given.toUpperCase().replace(/[^0-9A-Z]/g, "");
    return isSameText(bare, this.#code.replaceAll("-", ""));
  }
}

/** Bytes above the last whole round of the alphabet would make some letters likelier; they are drawn again. */
function letters(count: number): string {
  const limit = 256 - 256 % ALPHABET.length;
  let text = "";
  while (text.length < count) {
    const byte = randomBytes(1)[0] ?? 255;
    if (byte < limit) text += ALPHABET[byte % ALPHABET.length];
  }
  return text;
}
