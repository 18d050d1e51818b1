import { define, ENDPOINTS, listCalls, machineRoute, ok } from "../../../lib/http/mod.ts";
import type { CallsAnswer } from "../../../lib/wire/mod.ts";

/** `GET /api/calls`: calls that are up, and a page of those that are over. */
export const handler = define.handlers({
  GET: machineRoute(
    ENDPOINTS.calls,
    ({ state, query, nowMs }) => ok<CallsAnswer>(listCalls(state.services, query, query, nowMs)),
  ),
});
