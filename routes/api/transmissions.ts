import { admitStats, define, ENDPOINTS, machineRoute, ok, readTransmissions } from "../../lib/http/mod.ts";
import type { TransmissionsAnswer } from "../../lib/wire/mod.ts";

/** `GET /api/transmissions`: who talked from when to when, running transmissions included. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.transmissions, ({ state, query, nowMs }) => {
    admitStats(state);
    const { since, node, link, limit } = query;
    const asked = { sinceMs: since, localNodes: node, nodes: link, limit };
    return ok<TransmissionsAnswer>({
      transmissions: readTransmissions(state.services.history, asked),
      generated_at: new Date(nowMs).toISOString(),
    });
  }),
});
