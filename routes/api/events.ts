import { define, ENDPOINTS, eventStream, machineRoute } from "../../lib/http/mod.ts";

/** `GET /api/events`: the live stream as Server-Sent Events. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.events, ({ ctx, state, query }) => eventStream(ctx.req, state, query)),
});
