import { define, ENDPOINTS, machineRoute, nodeSocket } from "../../../lib/http/mod.ts";

/** `GET /ws/nodes/{id}`: one local node as WebSocket, the whole object at first and whenever it changed. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.nodeStream, ({ ctx, state, id }) => nodeSocket(ctx.req, state, id)),
});
