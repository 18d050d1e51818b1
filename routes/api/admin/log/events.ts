import { define, ENDPOINTS, logStream, machineRoute } from "../../../../lib/http/mod.ts";

/** `GET /api/admin/log/events`: lines of the log as they are written. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.logEvents, ({ ctx, state, query }) => logStream(ctx.req, state, query.level)),
});
