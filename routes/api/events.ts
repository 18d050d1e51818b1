import { define, ENDPOINTS, eventStream, paramsOf } from "../../lib/http/mod.ts";

/** `GET /api/events`: the live stream as Server-Sent Events. */
export const handler = define.handlers({
  GET(ctx) {
    const params = paramsOf(ENDPOINTS.events, ctx.url, ctx.state.services.clock.now());
    return eventStream(ctx.req, ctx.state, params);
  },
});
