import { define, ENDPOINTS, nodeSocket, paramsOf } from "../../../lib/http/mod.ts";

/** `GET /ws/nodes/{id}`: one local node as WebSocket, the whole object at first and whenever it changed. */
export const handler = define.handlers({
  GET(ctx) {
    paramsOf(ENDPOINTS.nodeStream, ctx.url, ctx.state.services.clock.now());
    return nodeSocket(ctx.req, ctx.state, ctx.params.id ?? "");
  },
});
