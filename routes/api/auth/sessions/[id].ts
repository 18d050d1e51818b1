import {
  actorOf,
  define,
  ENDPOINTS,
  machineRoute,
  notFound,
  privately,
  requireSession,
} from "../../../../lib/http/mod.ts";

/** `DELETE /api/auth/sessions/{id}`: ends one of the own sessions. */
export const handler = define.handlers({
  DELETE: machineRoute(ENDPOINTS.endOwnSession, ({ state, id }) => {
    const { userId } = requireSession(state);
    const { accounts, users } = state.services.auth;
    if (!accounts.sessionsOf(userId).some((session) => session.id === id)) {
      throw notFound("a session of yours", id);
    }
    users.endSession(actorOf(state), id);
    return privately({ deleted: true });
  }),
});
