import { define, ENDPOINTS, machineRoute, nodeSocketOf, ok } from "../../../../lib/http/mod.ts";
import type { NodeSocketAnswer } from "../../../../lib/wire/mod.ts";

/** `GET /api/nodes/{id}/websocket`: where the node's own stream is. */
export const handler = define.handlers({
  GET: machineRoute(
    ENDPOINTS.nodeSocket,
    ({ ctx, state, id }) => ok<NodeSocketAnswer>(nodeSocketOf(state, id, ctx.url, ctx.config.basePath)),
  ),
});
