import {
  define,
  ENDPOINTS,
  machineRoute,
  privately,
  requireSession,
  tokenEntry,
} from "../../../../lib/http/mod.ts";
import type { ApiTokensAnswer, NewApiTokenAnswer } from "../../../../lib/wire/mod.ts";

const DAY_MS = 86_400_000;

/** `GET /api/auth/tokens`: the own API tokens; `POST`: another one. */
export const handler = define.handlers({
  GET: machineRoute(ENDPOINTS.ownTokens, ({ state }) => {
    const { userId } = requireSession(state);
    const tokens = state.services.auth.accounts.tokensOf(userId).map(tokenEntry);
    return privately<ApiTokensAnswer>({ tokens });
  }),
  POST: machineRoute(ENDPOINTS.createToken, ({ state, body, nowMs }) => {
    const principal = requireSession(state);
    const { name, scopes, expires_in_days: days } = body;
    const expiresAtMs = days === null ? null : nowMs + days * DAY_MS;
    const made = state.services.auth.accounts.createToken(principal, state.clientAddress, {
      name,
      scopes,
      expiresAtMs,
    });
    const answer = { token: tokenEntry(made.token), secret: made.text };
    return privately<NewApiTokenAnswer>(answer, ENDPOINTS.createToken.status);
  }),
});
