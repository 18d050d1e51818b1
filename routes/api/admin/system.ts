import { define, ENDPOINTS, machineRoute, privately } from "../../../lib/http/mod.ts";
import type { SystemReport } from "../../../lib/wire/mod.ts";

/** `GET /api/admin/system`: what the system says of itself. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.system, async ({ state }) => {
    return privately<SystemReport>(await state.services.admin.system());
  }),
});
