import { isNodeId } from "../wire/mod.ts";
import { AccountError } from "./account_error.ts";
import { passwordFault } from "./password_rules.ts";
import type { NodeLimit } from "./types.ts";

/** What names of accounts look like: also callsigns, and addresses without what mail allows besides. */
export const USERNAME_REGEXP = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,39}$/;

/** Nodes that one account may be limited to. */
export const MAX_NODES = 100;

/** Throws an `AccountError` for a name that no account may have. */
export function requireName(name: string): void {
  if (USERNAME_REGEXP.test(name)) return;
  throw new AccountError(
    "bad",
    "choose a name, expected 1 to 40 letters, digits and . _ @ -, a letter or digit first",
    {
      field: "username",
    },
  );
}

/** Throws an `AccountError` for a password that is too easily guessed. */
export async function requirePassword(password: string, username: string): Promise<void> {
  const fault = await passwordFault(password, username);
  if (fault !== null) throw new AccountError("bad", `choose a password, ${fault}`, { field: "password" });
}

/** Throws an `AccountError` for what names no nodes. */
export function requireNodes(nodes: NodeLimit): void {
  if (nodes === "all" || (nodes.length <= MAX_NODES && nodes.every(isNodeId))) return;
  throw new AccountError("bad", `limit to nodes, expected up to ${MAX_NODES} node numbers`, {
    field: "nodes",
  });
}
