import { randomBytes } from "node:crypto";

/** Letters and digits that are not taken for one another when read aloud or copied by hand. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP_LENGTH = 4;

/** Five groups have 98 bits: nobody guesses that, however long it stays. */
const PASSWORD_GROUPS = 5;

/** Random groups of letters and digits: `K7QF-M2XP-9RTD`, 19.6 bits each. */
export function readableCode(groups: number): string {
  return Array.from({ length: groups }, () => letters(GROUP_LENGTH)).join("-");
}

/** A password for somebody else, to be told once and changed by them. */
export function madeUpPassword(): string {
  return readableCode(PASSWORD_GROUPS);
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
