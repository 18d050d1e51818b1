import type { LogFields, Logger } from "../log/mod.ts";
import type { AmiConnectionOptions, AmiStatus } from "./types.ts";

/** A server that is away for a night must not fill the log: later attempts are told at debug only. */
const LOGGED_ATTEMPTS = 3;

/** Writes one line for a transition of a connection. */
export function logStatus(log: Logger, options: AmiConnectionOptions, status: AmiStatus): void {
  const fields: LogFields = { server: options.server, host: options.host, port: options.port };
  switch (status.state) {
    case "connected":
      return log.info("connected", { ...fields, banner: status.banner });
    case "stopped":
      return log.info("stopped", fields);
    case "connecting":
      return at(log, "info", status.attempt)("connecting", { ...fields, attempt: status.attempt });
    case "retrying":
    case "refused":
      return at(log, "warn", status.attempt)(failure(status), { ...fields, ...failureFields(status) });
  }
}

type Failed = Extract<AmiStatus, { state: "retrying" | "refused" }>;

function at(log: Logger, level: "info" | "warn", attempt: number): Logger["info"] {
  return attempt <= LOGGED_ATTEMPTS ? log[level] : log.debug;
}

function failure(status: Failed): string {
  const what = status.state === "refused" ? "login refused" : "not connected";
  return status.attempt === LOGGED_ATTEMPTS ? `${what}, further attempts are logged at debug only` : what;
}

function failureFields(status: Failed): LogFields {
  const { attempt, error, code } = status;
  return { attempt, retryInMs: status.retryAtMs - status.sinceMs, code, error };
}
