import type { AmiStatus } from "../ami/mod.ts";
import type { AmiStatusChange, ServerNotice, ServerStatus } from "../wire/mod.ts";

/** A connection's state as `/health` and `/api/status` show it. */
export function serverStatus(server: string, status: AmiStatus, notice: ServerNotice | null): ServerStatus {
  const waiting = status.state === "retrying" || status.state === "refused";
  return {
    server,
    state: status.state,
    since: new Date(status.sinceMs).toISOString(),
    attempts: "attempt" in status ? status.attempt : 0,
    retry_at: waiting ? new Date(status.retryAtMs).toISOString() : null,
    last_error: waiting ? status.error : null,
    notice,
  };
}

/** A connection's change of state as the streams tell it. */
export function statusChange(
  server: string,
  status: AmiStatus,
  notice: ServerNotice | null,
  nowMs: number,
): AmiStatusChange {
  const waiting = status.state === "retrying" || status.state === "refused";
  return {
    server,
    state: status.state,
    attempt: "attempt" in status ? status.attempt : 0,
    retry_in: waiting ? Math.max(0, (status.retryAtMs - nowMs) / 1_000) : null,
    error: waiting ? status.error : null,
    ...(notice ? { notice } : {}),
  };
}
