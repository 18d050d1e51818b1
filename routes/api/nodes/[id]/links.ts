import { define, ENDPOINTS, ok, paramsOf, visibleLinks } from "../../../../lib/http/mod.ts";
import type { LinksAnswer } from "../../../../lib/wire/mod.ts";

/** `GET /api/nodes/{id}/links`: the adjacent links of one local node. */
export const handler = define.handlers({
  GET(ctx) {
    paramsOf(ENDPOINTS.nodeLinks, ctx.url, ctx.state.services.clock.now());
    return ok<LinksAnswer>({ links: visibleLinks(ctx.state, ctx.params.id ?? "") });
  },
});
