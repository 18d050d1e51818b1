import { admitStats, define, ENDPOINTS, ok, paramsOf } from "../../lib/http/mod.ts";
import type { TalkerLogAnswer } from "../../lib/wire/mod.ts";

/** `GET /api/talker-log`: transmissions that started and ended, newest first. */
export const handler = define.handlers({
  GET(ctx) {
    admitStats(ctx.state);
    const { services } = ctx.state;
    const { since, limit } = paramsOf(ENDPOINTS.talkerLog, ctx.url, services.clock.now());
    return ok<TalkerLogAnswer>({ events: services.stats.talkerLog({ sinceMs: since, limit }) });
  },
});
