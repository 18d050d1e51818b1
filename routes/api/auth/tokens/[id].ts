import {
  actorOf,
  define,
  ENDPOINTS,
  machineRoute,
  notFound,
  privately,
  requireSession,
} from "../../../../lib/http/mod.ts";

/** `DELETE /api/auth/tokens/{id}`: deletes one of the own API tokens. */
export const handler = define.handlers({
  DELETE: machineRoute(ENDPOINTS.deleteToken, ({ state, id }) => {
    const { userId } = requireSession(state);
    const { accounts, users } = state.services.auth;
    if (!accounts.tokensOf(userId).some((token) => token.id === id)) throw notFound("a token of yours", id);
    users.deleteToken(actorOf(state), id);
    return privately({ deleted: true });
  }),
});
