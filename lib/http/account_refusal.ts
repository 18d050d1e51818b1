import { ControlError, type ControlReason } from "../control/mod.ts";
import { AccountError, type AccountReason, UnavailableError } from "../auth/mod.ts";
import { Refusal } from "./answers.ts";

const STATUS: Readonly<Record<AccountReason, number>> = {
  wrong: 401,
  limited: 429,
  busy: 503,
  unavailable: 503,
  bad: 400,
  taken: 409,
  closed: 403,
  unknown: 404,
  forbidden: 403,
  last_superadmin: 409,
  full: 409,
};

const CODE: Readonly<Record<AccountReason, string>> = {
  wrong: "wrong_credentials",
  limited: "rate_limited",
  busy: "busy",
  unavailable: "unavailable",
  bad: "bad_field",
  taken: "taken",
  closed: "registration_closed",
  unknown: "not_found",
  forbidden: "forbidden",
  last_superadmin: "last_superadmin",
  full: "full",
};

const CONTROL: Readonly<Record<ControlReason, readonly [status: number, code: string]>> = {
  bad: [400, "bad_field"],
  forbidden: [403, "forbidden"],
  unknown: [404, "not_found"],
  limited: [429, "rate_limited"],
  busy: [503, "busy"],
  unreachable: [503, "not_connected"],
  full: [409, "full"],
};

/** What a thrown error refuses, and how that is answered; `null` for a fault that nobody meant. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (error instanceof UnavailableError) {
    const message = "use accounts, the database cannot be used now: try again later";
    return new Refusal(503, { code: "unavailable", message, headers: { "Retry-After": "30" } });
  }
  if (error instanceof ControlError) return refused(...CONTROL[error.reason], error);
  if (!(error instanceof AccountError)) return null;
  return refused(STATUS[error.reason], CODE[error.reason], error);
}

function refused(status: number, code: string, { message, more }: AccountError | ControlError): Refusal {
  const { field, retryAfterSec } = more;
  return new Refusal(status, {
    code,
    message,
    ...(field === undefined ? {} : { field }),
    ...(retryAfterSec === undefined ? {} : { headers: { "Retry-After": String(retryAfterSec) } }),
  });
}
