import { define, ENDPOINTS, ok, paramsOf, visibleNodes } from "../../../lib/http/mod.ts";
import type { NodesAnswer } from "../../../lib/wire/mod.ts";

/** `GET /api/nodes`: every local node. */
export const handler = define.handlers({
  GET(ctx) {
    paramsOf(ENDPOINTS.nodes, ctx.url, ctx.state.services.clock.now());
    return ok<NodesAnswer>({ nodes: visibleNodes(ctx.state) });
  },
});
