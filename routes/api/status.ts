import { define, ENDPOINTS, machineRoute, ok, visibleNodes } from "../../lib/http/mod.ts";
import type { StatusAnswer } from "../../lib/wire/mod.ts";

/** `GET /api/status`: every local node and every server. */
export const handler = define.handlers({
  GET: machineRoute(
    ENDPOINTS.status,
    ({ state }) => ok<StatusAnswer>({ nodes: visibleNodes(state), servers: state.services.servers() }),
  ),
});
