import { adminSummary, define, ENDPOINTS, machineRoute, privately } from "../../../lib/http/mod.ts";
import type { AdminSummary } from "../../../lib/wire/mod.ts";

/** `GET /api/admin/summary`: how it stands, in a few numbers. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.adminSummary, ({ state }) => privately<AdminSummary>(adminSummary(state))),
});
