import {
  admitSignIn,
  callerOf,
  define,
  ENDPOINTS,
  machineRoute,
  signedInAnswer,
} from "../../../lib/http/mod.ts";

/** `POST /api/auth/register`: the first account, with the set-up code; later, where the owner allows it, one that may look. */
export const handler = define.handlers({
  POST: machineRoute(ENDPOINTS.register, async ({ ctx, state, body }) => {
    admitSignIn(ctx, body.username);
    const { username, password, code = null } = body;
    const session = await state.services.auth.accounts.register({ username, password, code }, callerOf(ctx));
    return signedInAnswer(ctx, session, ENDPOINTS.register.status);
  }),
});
