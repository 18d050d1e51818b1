import {
  admitSignIn,
  callerOf,
  define,
  ENDPOINTS,
  machineRoute,
  signedInAnswer,
} from "../../../lib/http/mod.ts";

/** `POST /api/auth/login`: signs in with name and password. */
export const handler = define.handlers({
  POST: machineRoute(ENDPOINTS.login, async ({ ctx, state, body }) => {
    admitSignIn(ctx, body.username);
    const { accounts } = state.services.auth;
    return signedInAnswer(ctx, await accounts.signIn(body.username, body.password, callerOf(ctx)));
  }),
});
