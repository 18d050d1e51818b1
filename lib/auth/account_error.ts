/** Why something with accounts was not done. */
export type AccountReason =
  /** The name and password do not go together; also for names that are not there. */
  | "wrong"
  /** Too many tries; `retryAfterSec` tells when to come back. */
  | "limited"
  /** Too many passwords are being checked. */
  | "busy"
  /** The database cannot be used now. */
  | "unavailable"
  /** What was given is not good; `field` names it. */
  | "bad"
  /** The name is taken. */
  | "taken"
  /** Registration is closed, or the set-up code is wrong. */
  | "closed"
  /** There is no such account, session or token. */
  | "unknown"
  /** It is not for whoever asked to do. */
  | "forbidden"
  /** Nobody could manage Nexus afterwards. */
  | "last_superadmin"
  /** There are too many already. */
  | "full";

/** Something with accounts that was not done; the message is one line that says what to do. */
export class AccountError extends Error {
  override readonly name = "AccountError";

  constructor(
    readonly reason: AccountReason,
    message: string,
    readonly more: { readonly field?: string; readonly retryAfterSec?: number } = {},
  ) {
    super(message);
  }
}
