import type { Principal } from "./types.ts";

/** What a request brings to say who asks; `null` for what it does not. */
export interface Credentials {
  /** From `Authorization: Bearer`. */
  readonly bearer: string | null;
  /** From a WebSocket's address or protocol: a session's token, an API token, or a ticket, which is used up by this. */
  readonly socketToken: string | null;
  /** The session's cookie. */
  readonly cookie: string | null;
}

/** Who asks: found, or somebody whose token is not good (any more). */
export type Identified =
  | { readonly kind: "known"; readonly principal: Principal }
  /** A token was given and is expired, revoked or no token of ours. */
  | { readonly kind: "invalid"; readonly by: "bearer" | "cookie" };

/** Finds out who asks. */
export interface Gate {
  /** Answers at once where it can. */
  identify(credentials: Credentials): Identified | Promise<Identified>;
}
