import { admitStats, define, ENDPOINTS, machineRoute, ok } from "../../lib/http/mod.ts";
import type { TalkerLogAnswer } from "../../lib/wire/mod.ts";

/** `GET /api/talker-log`: transmissions that started and ended, newest first. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.talkerLog, ({ state, query }) => {
    admitStats(state);
    const { since, limit } = query;
    return ok<TalkerLogAnswer>({ events: state.services.stats.talkerLog({ sinceMs: since, limit }) });
  }),
});
