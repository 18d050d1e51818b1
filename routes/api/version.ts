import { define, ENDPOINTS, machineRoute, ok } from "../../lib/http/mod.ts";

/** `GET /api/version`. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.version, ({ state }) => ok(state.services.version)),
});
