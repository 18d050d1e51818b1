import { createHash } from "node:crypto";
import { AmiError } from "./error.ts";
import { peerText } from "./peer_text.ts";
import type { AmiActionHeader, AmiConnectionOptions, AmiReply } from "./types.ts";

/** What of the options a login needs. */
export type LoginOptions = Pick<AmiConnectionOptions, "server" | "username" | "password" | "events" | "auth">;

/** Asks within a login; the last question tells `onReply` at once, before frames behind the answer are read. */
export type LoginAsk = (
  action: string,
  headers: readonly AmiActionHeader[],
  onReply?: (reply: AmiReply) => void,
) => Promise<AmiReply>;

/** How a server says that it knows no Challenge, or has none for us; anything else is a fault, not an answer. */
const NOT_OFFERED_REGEXP =
  /unknown|invalid|permission|denied|not (permitted|allowed|supported)|must specify/i;

/**
 * Logs in by MD5 challenge or in plain, as `options.auth` says; `onAccepted` is called at the answer.
 *
 * Errors: rejects with `AmiError`, code `refused` ("login refused ...") when the server says no. No message
 * holds the password, nor does it when a server sends it back.
 */
export async function logIn(ask: LoginAsk, options: LoginOptions, onAccepted: () => void): Promise<void> {
  const headers = await credentials(ask, options);
  const reply = await ask("Login", [...headers, ["Events", options.events]], (answer) => {
    if (answer.ok) onAccepted();
  });
  if (!reply.ok) throw refused(options, reply);
}

/** The answer to a challenge, in hex: what `Key:` takes. */
export function challengeKey(challenge: string, password: string): string {
  return createHash("md5").update(challenge + password).digest("hex");
}

async function credentials(ask: LoginAsk, options: LoginOptions): Promise<readonly AmiActionHeader[]> {
  const { username, password, auth } = options;
  const challenge = auth === "plain" ? null : await askChallenge(ask, options);
  if (challenge === null) return [["Username", username], ["Secret", password]];
  return [["AuthType", "MD5"], ["Username", username], ["Key", challengeKey(challenge, password)]];
}

/** Null when the server offers none and plain is allowed. */
async function askChallenge(ask: LoginAsk, options: LoginOptions): Promise<string | null> {
  const reply = await ask("Challenge", [["AuthType", "MD5"]]);
  const challenge = reply.frame.get("Challenge");
  if (reply.ok && challenge) return challenge;
  if (reply.ok) {
    throw new AmiError(
      "protocol",
      `log in to ${options.server}, the server sent no challenge when asked for one`,
    );
  }
  if (options.auth === "auto" && NOT_OFFERED_REGEXP.test(reply.message)) return null;
  throw refused(options, reply);
}

function refused(options: LoginOptions, reply: AmiReply): AmiError {
  const said = peerText(reply.message || reply.frame.name, options.password);
  const message = `log in to ${options.server}, login refused by the server: ${said}`;
  return new AmiError("refused", message);
}
