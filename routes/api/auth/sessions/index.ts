import { define, ENDPOINTS, machineRoute, privately, requireSession } from "../../../../lib/http/mod.ts";
import type { SessionsAnswer } from "../../../../lib/wire/mod.ts";

/** `GET /api/auth/sessions`: the own sessions. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.ownSessions, ({ state }) => {
    const { userId, sessionId } = requireSession(state);
    const sessions = state.services.auth.accounts.sessionsOf(userId).map((session) => ({
      id: session.id,
      created_at: new Date(session.createdAtMs).toISOString(),
      expires_at: new Date(session.expiresAtMs).toISOString(),
      address: session.address,
      agent: session.agent,
      current: session.id === sessionId,
    }));
    return privately<SessionsAnswer>({ sessions });
  }),
});
