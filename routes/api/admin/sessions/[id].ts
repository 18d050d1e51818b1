import { actorOf, define, ENDPOINTS, machineRoute, privately } from "../../../../lib/http/mod.ts";

/** `DELETE /api/admin/sessions/{id}`: ends one session of anybody. */
export const handler = define.handlers({
  DELETE: machineRoute(ENDPOINTS.endAnySession, ({ state, id }) => {
    state.services.auth.users.endSession(actorOf(state), id);
    return privately({ deleted: true });
  }),
});
