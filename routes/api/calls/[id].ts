import { callDetail, define, ENDPOINTS, machineRoute, notFound, ok } from "../../../lib/http/mod.ts";
import type { CallDetail } from "../../../lib/wire/mod.ts";

/** `GET /api/calls/{id}`: one call, up or over, with what happened to it and who took part. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.call, ({ state, query, id, nowMs }) => {
    const detail = callDetail(state.services, id, query.server, nowMs);
    if (!detail) throw notFound("a call", id);
    return ok<CallDetail>(detail);
  }),
});
