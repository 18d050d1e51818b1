import { admitStats, define, ENDPOINTS, machineRoute, ok, topLinks } from "../../../lib/http/mod.ts";
import type { TopLinksAnswer } from "../../../lib/wire/mod.ts";

/** `GET /api/link-stats/top`: the links that transmitted longest, or most of their running session. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.topLinks, ({ state, query, nowMs }) => {
    admitStats(state);
    const { mode, limit } = query;
    const results = topLinks(state.services, mode, limit);
    return ok<TopLinksAnswer>({ mode, limit, results, generated_at: new Date(nowMs).toISOString() });
  }),
});
