import { readableCode } from "./readable_code.ts";
import { isSameText } from "./secret.ts";

/** 59 bits, good until the first account. */
const GROUPS = 3;

/** The code that proves that whoever makes the first account reads this machine's log. */
export class SetupCode {
  readonly #code = readableCode(GROUPS);

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
