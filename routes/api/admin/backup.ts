import { backupResponse, define, ENDPOINTS, machineRoute } from "../../../lib/http/mod.ts";

/** `POST /api/admin/backup`: a copy of the database. */
export const handler = define.handlers({
  POST: machineRoute(ENDPOINTS.backup, ({ state }) => backupResponse(state)),
});
