import { define, ENDPOINTS, liveSocket, machineRoute } from "../../lib/http/mod.ts";

/** `GET /ws`: the live stream as WebSocket. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.socket, ({ ctx, state, query }) => liveSocket(ctx.req, state, query)),
});
