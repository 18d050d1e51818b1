import {
  actorOf,
  changeUser,
  define,
  ENDPOINTS,
  machineRoute,
  privately,
  userEntry,
} from "../../../../../lib/http/mod.ts";
import type { UserAnswer } from "../../../../../lib/wire/mod.ts";

/** `PATCH /api/admin/users/{id}`: another role, other nodes; `DELETE`: no account any more. */
export const handler = define.handlers({
  PATCH: machineRoute(ENDPOINTS.changeUser, ({ state, id, body: { role, nodes } }) => {
    return privately<UserAnswer>(changeUser(state, id, { role, nodes: nodes === null ? "all" : nodes }));
  }),
  DELETE: machineRoute(ENDPOINTS.deleteUser, ({ state, id }) => {
    state.services.auth.users.remove(actorOf(state), userEntry(state, id).id);
    return privately({ deleted: true });
  }),
});
