import type { Actor, ApiToken, Caller, NewSession, SessionPrincipal } from "../auth/mod.ts";
import { isSignedIn } from "../auth/mod.ts";
import type { Sender } from "../control/mod.ts";
import type { ApiTokenEntry, Me, SignedInAnswer } from "../wire/mod.ts";
import { limitKey } from "./address.ts";
import { json, Refusal } from "./answers.ts";
import { cookieOf } from "./credentials.ts";
import { DEVICE_COOKIE, deviceCookie, endedCookie, sessionCookie } from "./session_cookie.ts";
import type { State } from "./services.ts";

/** What answers of accounts depend on, besides the state. */
export interface AccountContext {
  readonly req: Request;
  readonly config: { readonly basePath: string };
  readonly state: State;
}

/** Answers that hold tokens, or what only their owner may know, are kept nowhere. */
const NO_STORE = { "Cache-Control": "no-store" };

/** Who tries to sign in, as far as the network tells. */
export function callerOf({ req, state }: AccountContext): Caller {
  const { clientAddress: address } = state;
  return {
    address,
    limitKey: limitKey(address),
    agent: req.headers.get("User-Agent"),
    device: cookieOf(req.headers, DEVICE_COOKIE),
    sessionId: replacedSession(req, state),
  };
}

/** The session of the browser that asks; a script that says who it is by a token keeps the session of that token. */
function replacedSession({ headers }: Request, { principal }: State): string | null {
  return principal.kind === "session" && !headers.has("Authorization") ? principal.sessionId : null;
}

/** Who manages accounts by this request. */
export function actorOf({ principal, clientAddress }: State): Actor {
  return { principal, name: isSignedIn(principal) ? principal.username : "", from: clientAddress };
}

/** Who sends commands by this request; refuses (401) nobody in particular, whom the pipeline does not let through. */
export function senderOf({ principal, clientAddress: from }: State): Sender {
  if (isSignedIn(principal)) return { principal, from };
  throw new Refusal(401, { code: "unauthorized", message: "send a command, it needs an account: sign in" });
}

/**
 * Refuses (429) whoever tries too often, before a password is hashed for them. Whoever signed in to the account before is counted
 * apart from strangers behind the same address.
 */
export function admitSignIn(ctx: AccountContext, username: string): void {
  const { services, clientAddress } = ctx.state;
  const key = services.auth.accounts.knownAs(username, callerOf(ctx)) ?? clientAddress;
  const admission = services.admitSignIn(key);
  if (admission.allowed) return;
  const { retryAfterSec } = admission;
  throw new Refusal(429, {
    code: "rate_limited",
    message: `sign in, too many tries of this address, try again in seconds: ${retryAfterSec}`,
    headers: { "Retry-After": String(retryAfterSec) },
  });
}

/** The session that asks; refuses (403) an API token, which is not for managing the account that it is of. */
export function requireSession({ principal }: State): SessionPrincipal {
  if (principal.kind === "session") return principal;
  throw new Refusal(403, {
    code: "session_needed",
    message: "manage the own account, it needs a session: sign in with name and password",
  });
}

/** The cookies that a browser gets with a session. */
export function sessionHeaders(ctx: AccountContext, session: NewSession): Headers {
  const { state, config: { basePath } } = ctx;
  const scope = { name: state.cookieName, scheme: state.scheme, basePath };
  const lastsSec = (session.expiresAtMs - state.services.clock.now()) / 1_000;
  const headers = new Headers(NO_STORE);
  headers.append("Set-Cookie", sessionCookie(scope, session.token, lastsSec));
  headers.append("Set-Cookie", deviceCookie(scope, session.deviceMark));
  return headers;
}

/** The header that takes the session's cookie away. */
export function signedOutHeaders({ state, config: { basePath } }: AccountContext): Headers {
  const scope = { name: state.cookieName, scheme: state.scheme, basePath };
  return new Headers({ ...NO_STORE, "Set-Cookie": endedCookie(scope) });
}

/** The answer to whoever signed in by the API. */
export function signedInAnswer(ctx: AccountContext, session: NewSession, status = 200): Response {
  const data: SignedInAnswer = {
    token: session.token,
    expires_at: new Date(session.expiresAtMs).toISOString(),
    role: session.principal.role,
  };
  return privately(data, status, sessionHeaders(ctx, session));
}

/** An answer of the API that is kept nowhere. */
export function privately<T>(data: T, status = 200, headers: Headers = new Headers(NO_STORE)): Response {
  const response = json({ ok: true, data }, status);
  response.headers.delete("Cache-Control");
  for (const [name, value] of headers) response.headers.append(name, value);
  return response;
}

/** Who asks, as the API tells it. */
export function meOf({ principal }: State): Me | null {
  if (!isSignedIn(principal)) return null;
  const { username: user, role, nodes, expiresAtMs, kind: by } = principal;
  return {
    user,
    role,
    nodes: nodes === "all" ? null : nodes,
    expires_at: expiresAtMs === null ? null : new Date(expiresAtMs).toISOString(),
    by,
  };
}

/** An API token as the API tells it. */
export function tokenEntry(
  { id, name, scopes, createdAtMs, expiresAtMs, usedAtMs }: ApiToken,
): ApiTokenEntry {
  const isoOrNull = (atMs: number | null) => atMs === null ? null : new Date(atMs).toISOString();
  return {
    id,
    name,
    scopes,
    created_at: new Date(createdAtMs).toISOString(),
    expires_at: isoOrNull(expiresAtMs),
    used_at: isoOrNull(usedAtMs),
  };
}
