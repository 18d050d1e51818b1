import { define, ENDPOINTS, machineRoute, ok, visibleLinks } from "../../../../lib/http/mod.ts";
import type { LinksAnswer } from "../../../../lib/wire/mod.ts";

/** `GET /api/nodes/{id}/links`: the adjacent links of one local node. */
export const handler = define.handlers({
  GET: machineRoute(
    ENDPOINTS.nodeLinks,
    ({ state, id }) => ok<LinksAnswer>({ links: visibleLinks(state, id) }),
  ),
});
