import { define, ENDPOINTS, machineRoute, meOf, privately } from "../../lib/http/mod.ts";

/** `GET /api/me`: who asks. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.me, ({ state }) => privately(meOf(state))),
});
