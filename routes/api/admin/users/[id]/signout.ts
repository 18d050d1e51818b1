import {
  actorOf,
  define,
  ENDPOINTS,
  machineRoute,
  privately,
  userEntry,
} from "../../../../../lib/http/mod.ts";

/** `POST /api/admin/users/{id}/signout`: ends every session of an account. */
export const handler = define.handlers({
  POST: machineRoute(ENDPOINTS.signOutUser, ({ state, id, body: { tokens = false } }) => {
    state.services.auth.users.signOutEverywhere(actorOf(state), userEntry(state, id).id, tokens);
    return privately({ signed_out: true });
  }),
});
