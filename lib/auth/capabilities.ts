import { isAtLeast, type Role, type TokenScope } from "../wire/mod.ts";
import type { Principal, SignedIn } from "./types.ts";

/**
 * Who may ask for something: everybody always; everybody where the owner lets anybody look, else who signed in; who signed in;
 * operators (of the node in the path, where there is one); admins; superadmins.
 */
export type Access = "all" | "anonymous" | "session" | "operator" | "admin" | "superadmin";

/** What comes of asking: yes; sign in first; never with this account. */
export type Verdict = "allowed" | "unauthenticated" | "forbidden";

/** What the verdict depends on besides who asks. */
export interface AccessQuestion {
  /** Whether anybody may look. */
  readonly allowAnonymous: boolean;
  /** The node that is to be worked; `null` where no node is meant, which asks for any. */
  readonly nodeId: string | null;
}

/** Whether somebody may have what is for these. */
export function judge(access: Access, principal: Principal, question: AccessQuestion): Verdict {
  if (access === "all") return "allowed";
  if (principal.kind === "anonymous") {
    return access === "anonymous" && question.allowAnonymous ? "allowed" : "unauthenticated";
  }
  return isAllowed(access, principal, question.nodeId) ? "allowed" : "forbidden";
}

function isAllowed(access: Exclude<Access, "all">, principal: SignedIn, nodeId: string | null): boolean {
  switch (access) {
    case "anonymous":
    case "session":
      return mayLook(principal);
    case "operator":
      return nodeId === null ? mayCommandAny(principal) : mayCommand(principal, nodeId);
    case "admin":
      return mayAdminister(principal);
    case "superadmin":
      return mayRule(principal);
  }
}

/** Whether it is somebody with an account. */
export function isSignedIn(principal: Principal): principal is SignedIn {
  return principal.kind !== "anonymous";
}

/** Whether somebody may look: whoever has an account, by tokens only those that may read. */
export function mayLook(principal: Principal): boolean {
  return may(principal, "viewer", "read");
}

/** Whether somebody sees the addresses of links whole. */
export function maySeeAddresses(principal: Principal): boolean {
  return mayLook(principal);
}

/** Whether somebody may send commands to a local node. */
export function mayCommand(principal: Principal, nodeId: string): boolean {
  if (!mayCommandAny(principal) || !isSignedIn(principal)) return false;
  return principal.nodes === "all" || principal.nodes.includes(nodeId);
}

/** Whether somebody may send commands to any node at all. */
export function mayCommandAny(principal: Principal): boolean {
  if (!may(principal, "operator", "command") || !isSignedIn(principal)) return false;
  return principal.nodes === "all" || principal.nodes.length > 0;
}

/** Whether somebody may manage accounts below superadmin, and see what happened. */
export function mayAdminister(principal: Principal): boolean {
  return may(principal, "admin", "admin");
}

/** Whether somebody may do everything, superadmins and the database included. */
export function mayRule(principal: Principal): boolean {
  return may(principal, "superadmin", "admin");
}

/** Whether somebody may make, change or delete an account of this role. */
export function mayManage(principal: Principal, role: Role): boolean {
  return mayRule(principal) || (mayAdminister(principal) && !isAtLeast(role, "superadmin"));
}

/** The role as streams and pages tell it. */
export function roleOf(principal: Principal): Role | "anonymous" {
  return isSignedIn(principal) ? principal.role : "anonymous";
}

/** The name as streams and pages tell it; `null` for nobody. */
export function nameOf(principal: Principal): string | null {
  return isSignedIn(principal) ? principal.username : null;
}

function may(principal: Principal, least: Role, scope: TokenScope): boolean {
  if (!isSignedIn(principal) || !isAtLeast(principal.role, least)) return false;
  return principal.kind === "session" || principal.scopes.includes(scope);
}
