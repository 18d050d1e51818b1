import { admitStats, define, ENDPOINTS, ok, paramsOf } from "../../../lib/http/mod.ts";
import type { LinkStatsAnswer } from "../../../lib/wire/mod.ts";

/** `GET /api/link-stats`: transmit totals of links, ever. */
export const handler = define.handlers({
  GET(ctx) {
    admitStats(ctx.state);
    const { services } = ctx.state;
    const nowMs = services.clock.now();
    const { node, since, sort, limit } = paramsOf(ENDPOINTS.linkStats, ctx.url, nowMs);
    const stats = services.stats.linkStats({ nodes: node, sinceMs: since, sort, limit });
    return ok<LinkStatsAnswer>({ stats, generated_at: new Date(nowMs).toISOString() });
  },
});
