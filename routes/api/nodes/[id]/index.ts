import { define, ENDPOINTS, ok, paramsOf, visibleNode } from "../../../../lib/http/mod.ts";
import type { NodeStatus } from "../../../../lib/wire/mod.ts";

/** `GET /api/nodes/{id}`: one local node. */
export const handler = define.handlers({
  GET(ctx) {
    paramsOf(ENDPOINTS.node, ctx.url, ctx.state.services.clock.now());
    return ok<NodeStatus>(visibleNode(ctx.state, ctx.params.id ?? ""));
  },
});
