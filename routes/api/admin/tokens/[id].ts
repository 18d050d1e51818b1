import { actorOf, define, ENDPOINTS, machineRoute, privately } from "../../../../lib/http/mod.ts";

/** `DELETE /api/admin/tokens/{id}`: deletes one API token of anybody. */
export const handler = define.handlers({
  DELETE: machineRoute(ENDPOINTS.deleteAnyToken, ({ state, id }) => {
    state.services.auth.users.deleteToken(actorOf(state), id);
    return privately({ deleted: true });
  }),
});
