/**
 * Why a command was not taken. `bad`: a field is wrong; `forbidden`: not with this account; `unknown`: there is no such node or command;
 * `limited`: this account sends too many; `busy`: too many wait already; `unreachable`: there is no session to send it by; `full`: there are too many already.
 */
export type ControlReason = "bad" | "forbidden" | "unknown" | "limited" | "busy" | "unreachable" | "full";

/** What else is known of a refusal. */
export interface ControlErrorDetails {
  /** The field at fault. */
  readonly field?: string;
  /** When to try again. */
  readonly retryAfterSec?: number;
}

/** A command that was not taken; nothing of it was sent. */
export class ControlError extends Error {
  override readonly name = "ControlError";

  constructor(readonly reason: ControlReason, message: string, readonly more: ControlErrorDetails = {}) {
    super(message);
  }
}
