/** Room for any message of Asterisk; what is longer is not worth reading in a log. */
const MAX_CHARACTERS = 200;

/** What a peer said, fit for our own messages: one line, not endless, and without `secret` if it sent that back. */
export function peerText(text: string, secret = ""): string {
  // deno-lint-ignore no-control-regex
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ");
  const safe = secret === "" ? line : line.replaceAll(secret, "***");
  return safe.length > MAX_CHARACTERS ? `${safe.slice(0, MAX_CHARACTERS)}...` : safe;
}
