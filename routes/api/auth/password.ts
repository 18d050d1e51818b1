import {
  admitSignIn,
  callerOf,
  define,
  ENDPOINTS,
  machineRoute,
  requireSession,
  signedInAnswer,
} from "../../../lib/http/mod.ts";

/** `POST /api/auth/password`: changes the own password. */
export const handler = define.handlers({
  POST: machineRoute(ENDPOINTS.changePassword, async ({ ctx, state, body }) => {
    const principal = requireSession(state);
    admitSignIn(ctx, principal.username);
    const { accounts } = state.services.auth;
    const { current_password: current, password } = body;
    return signedInAnswer(ctx, await accounts.changePassword(principal, current, password, callerOf(ctx)));
  }),
});
