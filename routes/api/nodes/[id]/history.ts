import {
  admitStats,
  define,
  ENDPOINTS,
  machineRoute,
  nodeHistory,
  notFound,
  ok,
} from "../../../../lib/http/mod.ts";
import type { NodeHistory } from "../../../../lib/wire/mod.ts";

/** `GET /api/nodes/{id}/history`: sessions, transmissions and daily sums of a node. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.nodeHistory, ({ state, query, id }) => {
    admitStats(state);
    if (!state.services.node(id)) throw notFound("a local node", id);
    return ok<NodeHistory>(nodeHistory(state.services, id, query.limit));
  }),
});
