import { define, ENDPOINTS, machineRoute, notFound, ok } from "../../../../lib/http/mod.ts";
import type { NodeDetail } from "../../../../lib/wire/mod.ts";

/** `GET /api/nodes/{id}/detail`: what is switched on at a node, its timers, and what app_rpt counted. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.nodeDetail, ({ state, id }) => {
    const detail = state.services.nodeDetail(id);
    if (!detail) throw notFound("a local node", id);
    return ok<NodeDetail>(detail);
  }),
});
