import { type AuditEntry, type AuditWhat, isSignedIn } from "../auth/mod.ts";
import type { State } from "./services.ts";
import { shownPath } from "./shown_path.ts";

/** What somebody wanted to do, by what they asked for; first match. */
const ACTS: readonly (readonly [path: RegExp, what: AuditWhat])[] = [
  [/\/commands(\/|$)|^\/control$/, "command.send"],
  [/\/tokens(\/|$)/, "token.change"],
  [/\/sessions(\/|$)/, "session.change"],
  [/^\/(signin|signout)$|\/(login|logout)$/, "session.change"],
  [/\/(users|auth)(\/|$)|^\/(account|setup)$/, "account.change"],
  [/\/(favorites|config)(\/|$)/, "config.change"],
  [/^\/ws(\/|$)/, "session.stream"],
];

/** What was asked of the server where nothing above fits. */
const OTHER: AuditWhat = "system.change";

/** What was asked for. */
export interface AskedAct {
  readonly method: string;
  /** Below the base path. */
  readonly path: string;
  /** The node in the path; `null` where there is none. */
  readonly node: string | null;
}

/**
 * The act that the role, the nodes or the token of whoever asked did not allow, for the audit; `null` for somebody who is nobody that
 * is known.
 */
export function refusedAct(state: State, asked: AskedAct): AuditEntry | null {
  const { principal } = state;
  return isSignedIn(principal) ? refusal(state, asked, "not with this account or token") : null;
}

/** The act that a page of another origin asked for, with or without somebody's cookie, for the audit. */
export function foreignAct(state: State, asked: AskedAct, origin: string): AuditEntry {
  return refusal(state, asked, `asked by a page of another origin, ${origin || "which it does not name"}`);
}

function refusal(
  { principal, clientAddress: from }: State,
  { method, path, node }: AskedAct,
  why: string,
): AuditEntry {
  const what = ACTS.find(([pattern]) => pattern.test(path))?.[1] ?? OTHER;
  const who = isSignedIn(principal) ? principal.username : null;
  return { who, from, what, node, result: "refused", detail: `${why}: ${method} ${shownPath(path)}` };
}
