import { isSignedIn } from "../../../lib/auth/mod.ts";
import { define, ENDPOINTS, machineRoute, privately, requireSession } from "../../../lib/http/mod.ts";
import type { TicketAnswer } from "../../../lib/wire/mod.ts";

/** `POST /api/auth/ticket`: a ticket to open one WebSocket with. */
export const handler = define.handlers({
  POST: machineRoute(ENDPOINTS.ticket, ({ state }) => {
    const { principal } = state;
    const owner = isSignedIn(principal) ? principal : requireSession(state);
    const { ticket, expiresAtMs } = state.services.auth.accounts.issueTicket(owner);
    return privately<TicketAnswer>({ ticket, expires_at: new Date(expiresAtMs).toISOString() });
  }),
});
