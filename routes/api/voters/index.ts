import { define, ENDPOINTS, machineRoute, ok, visibleVoters } from "../../../lib/http/mod.ts";
import type { VotersAnswer } from "../../../lib/wire/mod.ts";

/** `GET /api/voters`: every voter of every server. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.voters, async ({ state, query }) => {
    await state.services.voters.look();
    return ok<VotersAnswer>(visibleVoters(state, query.node));
  }),
});
