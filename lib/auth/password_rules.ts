/** Fewest characters of a password. */
export const MIN_PASSWORD_LENGTH = 12;

/** Most characters of a password: a long sentence; hashing takes no longer for it. */
export const MAX_PASSWORD_LENGTH = 256;

/** A block of up to this many characters, repeated, is no password: `123123123123`, `passwordpassword`. */
const LONGEST_BLOCK = 8;

/** Why a password is refused, to be read after "choose a password, "; `null` when it is good. No rules of what it is made of. */
export async function passwordFault(password: string, username: string): Promise<string | null> {
  const { length } = [...password];
  if (length < MIN_PASSWORD_LENGTH) {
    return `it is too short, expected at least ${MIN_PASSWORD_LENGTH} characters`;
  }
  if (length > MAX_PASSWORD_LENGTH) {
    return `it is too long, expected at most ${MAX_PASSWORD_LENGTH} characters`;
  }
  const lower = password.toLowerCase();
  if (isRepeated(lower)) return "it repeats itself, which is guessed at once; take several words";
  if (isRun(lower)) return "it is a row of neighbours, which is guessed at once; take several words";
  if (lower.includes(username.toLowerCase()) && length - username.length < MIN_PASSWORD_LENGTH / 2) {
    return "it is hardly more than the user's name; take several words";
  }
  // Read only when somebody chooses a password, which is rare.
  const { COMMON_LONG_PASSWORDS } = await import("./common_passwords.ts");
  return COMMON_LONG_PASSWORDS.has(lower) ? "it is one of the most common ones; take several words" : null;
}

function isRepeated(text: string): boolean {
  for (let size = 1; size <= LONGEST_BLOCK && size * 2 <= text.length; size++) {
    const block = text.slice(0, size);
    if (block.repeat(Math.ceil(text.length / size)).slice(0, text.length) === text) return true;
  }
  return false;
}

/** Whether every character follows the one before it, up or down: `abcdefghijkl`, `987654321098` without the wrap. */
function isRun(text: string): boolean {
  const steps = new Set<number>();
  for (let at = 1; at < text.length; at++) steps.add(text.charCodeAt(at) - text.charCodeAt(at - 1));
  const [step] = steps;
  return steps.size === 1 && (step === 1 || step === -1);
}
