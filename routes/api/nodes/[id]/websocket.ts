import { define, ENDPOINTS, nodeSocketOf, ok, paramsOf } from "../../../../lib/http/mod.ts";

/** `GET /api/nodes/{id}/websocket`: where the node's own stream is. */
export const handler = define.handlers({
  GET(ctx) {
    paramsOf(ENDPOINTS.nodeSocket, ctx.url, ctx.state.services.clock.now());
    return ok(nodeSocketOf(ctx.state, ctx.params.id ?? "", ctx.url, ctx.config.basePath));
  },
});
