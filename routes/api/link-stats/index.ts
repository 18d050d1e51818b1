import { admitStats, define, ENDPOINTS, machineRoute, ok } from "../../../lib/http/mod.ts";
import type { LinkStatsAnswer } from "../../../lib/wire/mod.ts";

/** `GET /api/link-stats`: transmit totals of links, ever. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.linkStats, ({ state, query, nowMs }) => {
    admitStats(state);
    const { node, since, sort, limit } = query;
    const stats = state.services.stats.linkStats({ nodes: node, sinceMs: since, sort, limit });
    return ok<LinkStatsAnswer>({ stats, generated_at: new Date(nowMs).toISOString() });
  }),
});
