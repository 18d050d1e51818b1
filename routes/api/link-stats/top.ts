import { admitStats, define, ENDPOINTS, ok, paramsOf, topLinks } from "../../../lib/http/mod.ts";
import type { TopLinksAnswer } from "../../../lib/wire/mod.ts";

/** `GET /api/link-stats/top`: the links that transmitted longest, or most of their running session. */
export const handler = define.handlers({
  GET(ctx) {
    admitStats(ctx.state);
    const { services } = ctx.state;
    const nowMs = services.clock.now();
    const { mode, limit } = paramsOf(ENDPOINTS.topLinks, ctx.url, nowMs);
    const results = topLinks(services, mode, limit);
    return ok<TopLinksAnswer>({ mode, limit, results, generated_at: new Date(nowMs).toISOString() });
  },
});
