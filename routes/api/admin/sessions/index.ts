import { allSessions, define, ENDPOINTS, machineRoute, privately } from "../../../../lib/http/mod.ts";
import type { AdminSessionsAnswer } from "../../../../lib/wire/mod.ts";

/** `GET /api/admin/sessions`: every running session and every API token. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.allSessions, ({ state }) => privately<AdminSessionsAnswer>(allSessions(state))),
});
