import { admitStats, define, ENDPOINTS, machineRoute, nodeLookup, ok } from "../../lib/http/mod.ts";
import type { NodeLookupAnswer } from "../../lib/wire/mod.ts";

/** `GET /api/node-lookup`: nodes of the directory by number, callsign or words. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.nodeLookup, ({ state, query }) => {
    admitStats(state);
    return ok<NodeLookupAnswer>(nodeLookup(state.services, query.q ?? "", query.limit));
  }),
});
