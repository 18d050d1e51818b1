import { define, ENDPOINTS, machineRoute, ok, visibleNodes } from "../../../lib/http/mod.ts";
import type { NodesAnswer } from "../../../lib/wire/mod.ts";

/** `GET /api/nodes`: every local node. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.nodes, ({ state }) => ok<NodesAnswer>({ nodes: visibleNodes(state) })),
});
