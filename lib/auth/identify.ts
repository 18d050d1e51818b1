import type { Principal } from "./types.ts";

/** What a request brings to say who asks. */
export interface Credentials {
  /** From `Authorization: Bearer`, or where a WebSocket's address carries it. */
  readonly bearer: string | null;
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
