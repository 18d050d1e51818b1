import { define, ENDPOINTS, machineRoute, networkTree, ok, visibleNode } from "../../../../lib/http/mod.ts";
import type { NetworkTree } from "../../../../lib/wire/mod.ts";

/** `GET /api/nodes/{id}/network`: everything linked to a node, by hop where that is known. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.nodeNetwork, ({ state, id }) => {
    const { services } = state;
    const node = visibleNode(state, id);
    return ok<NetworkTree>(networkTree({ node, nodes: services.nodes(), names: services.names }));
  }),
});
