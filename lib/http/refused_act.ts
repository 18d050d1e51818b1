import { type AuditEntry, type AuditWhat, isSignedIn } from "../auth/mod.ts";
import type { State } from "./services.ts";

/** What somebody wanted to do, by what they asked for; first match. */
const ACTS: readonly (readonly [path: RegExp, what: AuditWhat])[] = [
  [/\/commands(\/|$)|^\/control$/, "command.send"],
  [/\/tokens(\/|$)/, "token.change"],
  [/\/sessions(\/|$)/, "session.change"],
  [/\/(users|auth)(\/|$)/, "account.change"],
  [/\/(favorites|config)(\/|$)/, "config.change"],
];

/** What was asked of the server where nothing above fits. */
const OTHER: AuditWhat = "system.change";

/**
 * The act that the role, the nodes or the token of whoever asked did not allow, for the audit; `null` for somebody who is nobody that
 * is known. `path` is below the base path.
 */
export function refusedAct(
  { principal, clientAddress: from }: State,
  { method, path, node }: { readonly method: string; readonly path: string; readonly node: string | null },
): AuditEntry | null {
  if (!isSignedIn(principal)) return null;
  const what = ACTS.find(([pattern]) => pattern.test(path))?.[1] ?? OTHER;
  const detail = `not with this account or token: ${method} ${path}`;
  return { who: principal.username, from, what, node, result: "refused", detail };
}
