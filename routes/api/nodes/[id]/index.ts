import { define, ENDPOINTS, machineRoute, ok, visibleNode } from "../../../../lib/http/mod.ts";
import type { NodeStatus } from "../../../../lib/wire/mod.ts";

/** `GET /api/nodes/{id}`: one local node. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.node, ({ state, id }) => ok<NodeStatus>(visibleNode(state, id))),
});
