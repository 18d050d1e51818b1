import { define, ENDPOINTS, ok, paramsOf, visibleNodes } from "../../lib/http/mod.ts";
import type { StatusAnswer } from "../../lib/wire/mod.ts";

/** `GET /api/status`: every local node and every server. */
export const handler = define.handlers({
  GET(ctx) {
    const { services } = ctx.state;
    paramsOf(ENDPOINTS.status, ctx.url, services.clock.now());
    return ok<StatusAnswer>({ nodes: visibleNodes(ctx.state), servers: services.servers() });
  },
});
