import { actorOf } from "./accounts.ts";
import { Refusal } from "./answers.ts";
import type { State } from "./services.ts";

/** Makes a copy of the database and sends it; refuses (503) what cannot be made now. */
export async function backupResponse(state: State): Promise<Response> {
  const { name: who, from } = actorOf(state);
  const { admin, audit, clock, log } = state.services;
  try {
    const { stream, bytes, rows, longestMs } = await admin.backup();
    audit.record({ who, from, what: "system.backup", result: "ok", detail: `${bytes} bytes` });
    log.info("backup made", { bytes, rows, longestMs: Math.round(longestMs) });
    const time = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(":", "");
    return new Response(stream, {
      headers: {
        "Content-Type": "application/octet-stream",
        "Content-Length": String(bytes),
        "Content-Disposition": `attachment; filename="nexus-${time}Z.db"`,
        "Cache-Control": "no-store, no-transform",
      },
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "BackupError") throw error;
    audit.record({ who, from, what: "system.backup", result: "failed", detail: error.message });
    const headers = { "Retry-After": "30" };
    throw new Refusal(503, { code: "no_backup", message: error.message, headers });
  }
}
