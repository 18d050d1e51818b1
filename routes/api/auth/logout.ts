import {
  define,
  ENDPOINTS,
  machineRoute,
  privately,
  requireSession,
  signedOutHeaders,
} from "../../../lib/http/mod.ts";

/** `POST /api/auth/logout`: ends the session that asks, or all of its account. */
export const handler = define.handlers({
  POST: machineRoute(ENDPOINTS.logout, ({ ctx, state, body }) => {
    const session = requireSession(state);
    state.services.auth.accounts.signOut(session, state.clientAddress, body.everywhere ?? false);
    return privately({ signed_out: true }, 200, signedOutHeaders(ctx));
  }),
});
