import { define, ENDPOINTS, liveSocket, paramsOf } from "../../lib/http/mod.ts";

/** `GET /ws`: the live stream as WebSocket. */
export const handler = define.handlers({
  GET(ctx) {
    const params = paramsOf(ENDPOINTS.socket, ctx.url, ctx.state.services.clock.now());
    return liveSocket(ctx.req, ctx.state, params);
  },
});
