/**
 * Invents text of the shape of another: letters for letters in their case, consonants for consonants, digits for
 * digits; all else stays. What comes reads like what went and tells nothing of it but its shape.
 */

const VOWELS = "aeiou";
const CONSONANTS = "bcdfghklmnprstvwz";
const DIGITS = "0123456789";

/** A number in [0, 1). */
export type Chance = () => number;

/** Text of the shape of `text`. A run of leading zeros stays, so does `first` where the first other digit shall. */
export function sameShape(text: string, chance: Chance, first: "kept" | "new" = "new"): string {
  let leading = true;
  let shaped = "";
  for (const char of text) {
    if (/\d/.test(char)) {
      const stays = leading && (char === "0" || first === "kept");
      if (char !== "0") leading = false;
      shaped += stays ? char : pick(DIGITS, chance);
    } else {
      shaped += letterLike(char, chance);
    }
  }
  return shaped;
}

function letterLike(char: string, chance: Chance): string {
  if (!/\p{L}/u.test(char)) return char;
  const lower = char.toLowerCase();
  const plain = lower.normalize("NFD")[0] ?? lower;
  const made = pick(VOWELS.includes(plain) ? VOWELS : CONSONANTS, chance);
  return char === lower ? made : made.toUpperCase();
}

function pick(from: string, chance: Chance): string {
  return from[Math.floor(chance() * from.length)] ?? "";
}

/** Writes `word` in the letter cases of `like`: `BOB`, `Bob` and `bob` stay told apart. */
export function inCaseOf(like: string, word: string): string {
  const cases = [...like];
  const letters = [...word];
  return letters.map((char, at) =>
    isUpper(cases[Math.min(at, cases.length - 1)] ?? "") ? char.toUpperCase() : char
  )
    .join("");
}

function isUpper(char: string): boolean {
  return char !== char.toLowerCase();
}
