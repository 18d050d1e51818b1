import { createHash } from "node:crypto";
import { AmiError } from "./error.ts";
import { peerText } from "./peer_text.ts";
import type { AmiActionHeader, AmiConnectionOptions, AmiReply } from "./types.ts";

/** What of the options a login needs. */
export type LoginOptions = Pick<AmiConnectionOptions, "server" | "username" | "password" | "events" | "auth">;

/**
 * Asks within a login. `onReply` is called as soon as the answer is read, before anything behind it: a server
 * that refuses closes at once, and its answer must count and not its closing.
 */
export type LoginAsk = (
  action: string,
  headers: readonly AmiActionHeader[],
  onReply: (reply: AmiReply) => void,
) => void;

/** How a server says that it knows no Challenge, or has none for us; anything else is a fault, not an answer. */
const NOT_OFFERED_REGEXP =
  /unknown|invalid|permission|denied|not (permitted|allowed|supported)|must specify/i;

/**
 * Logs in by MD5 challenge or in plain, as `options.auth` says. `onDone` is called at the last answer, with null
 * when the login was accepted, else with an error of code `refused` ("login refused ...") or `protocol`. No
 * message holds the password, nor does it when a server sends it back.
 */
export function logIn(ask: LoginAsk, options: LoginOptions, onDone: (error: AmiError | null) => void): void {
  const send = (credentials: readonly AmiActionHeader[]) =>
    ask("Login", [...credentials, ["Events", options.events]], (reply) => {
      onDone(reply.ok ? null : refused(options, reply));
    });
  if (options.auth === "plain") return send(plainCredentials(options));
  ask("Challenge", [["AuthType", "MD5"]], (reply) => {
    const credentials = answerChallenge(options, reply);
    if (credentials instanceof AmiError) onDone(credentials);
    else send(credentials);
  });
}

/** The answer to a challenge, in hex: what `Key:` takes. */
export function challengeKey(challenge: string, password: string): string {
  return createHash("md5").update(challenge + password).digest("hex");
}

function answerChallenge(options: LoginOptions, reply: AmiReply): readonly AmiActionHeader[] | AmiError {
  const challenge = reply.frame.get("Challenge");
  if (reply.ok && challenge) {
    const key = challengeKey(challenge, options.password);
    return [["AuthType", "MD5"], ["Username", options.username], ["Key", key]];
  }
  if (reply.ok) {
    return new AmiError(
      "protocol",
      `log in to ${options.server}, the server sent no challenge when asked for one`,
    );
  }
  const isPlainAllowed = options.auth === "auto" && NOT_OFFERED_REGEXP.test(reply.message);
  return isPlainAllowed ? plainCredentials(options) : refused(options, reply);
}

function plainCredentials({ username, password }: LoginOptions): readonly AmiActionHeader[] {
  return [["Username", username], ["Secret", password]];
}

function refused(options: LoginOptions, reply: AmiReply): AmiError {
  const said = peerText(reply.message || reply.frame.name, options.password);
  return new AmiError("refused", `log in to ${options.server}, login refused by the server: ${said}`);
}
