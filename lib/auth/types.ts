import type { Role, TokenScope } from "../wire/mod.ts";

/** Local nodes that somebody may command. */
export type NodeLimit = "all" | readonly string[];

/** Whoever asks without an account. */
export interface AnonymousPrincipal {
  readonly kind: "anonymous";
}

/** Somebody who signed in. */
export interface SessionPrincipal {
  readonly kind: "session";
  readonly userId: number;
  readonly username: string;
  readonly role: Role;
  readonly nodes: NodeLimit;
  readonly sessionId: string;
  readonly expiresAtMs: number;
}

/** A script with an API token of a user: it may what both the user's role and the token's scopes allow. */
export interface TokenPrincipal {
  readonly kind: "token";
  readonly userId: number;
  readonly username: string;
  readonly role: Role;
  readonly nodes: NodeLimit;
  readonly tokenId: string;
  readonly tokenName: string;
  readonly scopes: readonly TokenScope[];
  /** `null`: never. */
  readonly expiresAtMs: number | null;
}

/** Who asks. */
export type Principal = AnonymousPrincipal | SessionPrincipal | TokenPrincipal;

/** Whoever asks with an account. */
export type SignedIn = SessionPrincipal | TokenPrincipal;

/** Nobody in particular. */
export const ANYBODY: AnonymousPrincipal = { kind: "anonymous" };
