import { define, ENDPOINTS, logEntry, machineRoute, privately } from "../../../../lib/http/mod.ts";
import type { LogAnswer } from "../../../../lib/wire/mod.ts";

/** `GET /api/admin/log`: the last lines of the log. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.log, ({ state, query }) => {
    const lines = state.services.admin.log.recent(query.level, query.limit).map(logEntry);
    return privately<LogAnswer>({ lines });
  }),
});
