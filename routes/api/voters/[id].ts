import { define, ENDPOINTS, machineRoute, notFound, ok, visibleVoters } from "../../../lib/http/mod.ts";
import type { Voter } from "../../../lib/wire/mod.ts";

/** `GET /api/voters/{id}`: the voter of one local node. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.voter, async ({ state, id }) => {
    await state.services.voters.look();
    const [voter] = visibleVoters(state, [id]).voters;
    if (!voter) throw notFound("a voter", id);
    return ok<Voter>(voter);
  }),
});
