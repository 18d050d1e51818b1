import { MAX_PASSWORD_LENGTH, type SessionPrincipal } from "../auth/mod.ts";
import type { AdminSessionEntry, AdminTokenEntry } from "../wire/mod.ts";
import { TOKEN_SCOPES } from "../wire/mod.ts";
import {
  type AccountContext,
  actorOf,
  admitSignIn,
  callerOf,
  requireSession,
  sessionHeaders,
  tokenEntry,
} from "./accounts.ts";
import { notFound } from "./answers.ts";
import { badField } from "./body.ts";
import { NOT_ON_A_LINE_REGEXP } from "./fields.ts";
import type { State } from "./services.ts";

const DAY_MS = 86_400_000;

/** Longest life that a form gives an API token. */
const MAX_TOKEN_DAYS = 3_650;

const MAX_TOKEN_NAME_LENGTH = 60;

/** What a form of the account's page led to. */
export type OwnChange =
  | { readonly kind: "changed"; readonly headers: Headers }
  | { readonly kind: "ended" }
  | { readonly kind: "token"; readonly name: string; readonly text: string };

/** The account of whoever asks. Refuses (403) an API token. */
export function ownAccount(state: State) {
  const { userId, username: user, role, nodes, sessionId } = requireSession(state);
  const { accounts } = state.services.auth;
  const iso = (atMs: number) => new Date(atMs).toISOString();
  const sessions: readonly Omit<AdminSessionEntry, "user">[] = accounts.sessionsOf(userId).map((session) => ({
    id: session.id,
    created_at: iso(session.createdAtMs),
    expires_at: iso(session.expiresAtMs),
    address: session.address,
    agent: session.agent,
    current: session.id === sessionId,
    manageable: true,
  }));
  const tokens: readonly Omit<AdminTokenEntry, "user">[] = accounts.tokensOf(userId).map((token) => ({
    ...tokenEntry(token),
    manageable: true,
  }));
  const where = nodes === "all" ? "every node" : `nodes ${nodes.join(", ") || "none"}`;
  return { user, role, where, sessions, tokens };
}

/** Does what a form of the account's page asks for. Throws `AccountError` and `Refusal` for what is refused. */
export async function ownChange(ctx: AccountContext, form: URLSearchParams): Promise<OwnChange> {
  const principal = requireSession(ctx.state);
  const act = form.get("act") ?? "password";
  switch (act) {
    case "password":
      return await changePassword(ctx, principal, form);
    case "revoke":
      return revoke(ctx.state, principal, form);
    case "token":
      return createToken(ctx.state, principal, form);
    default:
      throw badField("act", "there is no such act");
  }
}

async function changePassword(
  ctx: AccountContext,
  principal: SessionPrincipal,
  form: URLSearchParams,
): Promise<OwnChange> {
  admitSignIn(ctx, principal.username);
  const read = (name: string) => (form.get(name) ?? "").slice(0, MAX_PASSWORD_LENGTH + 1);
  const { accounts } = ctx.state.services.auth;
  const current = read("current_password");
  const session = await accounts.changePassword(principal, current, read("password"), callerOf(ctx));
  return { kind: "changed", headers: sessionHeaders(ctx, session) };
}

/** Only what is of the account itself, whatever an admin could do elsewhere. */
function revoke(state: State, { userId }: SessionPrincipal, form: URLSearchParams): OwnChange {
  const { accounts, users } = state.services.auth;
  const token = form.get("token");
  if (token !== null) {
    if (!accounts.tokensOf(userId).some(({ id }) => id === token)) throw notFound("a token of yours", "");
    users.deleteToken(actorOf(state), token);
  } else {
    const session = form.get("session") ?? "";
    if (!accounts.sessionsOf(userId).some(({ id }) => id === session)) {
      throw notFound("a session of yours", "");
    }
    users.endSession(actorOf(state), session);
  }
  return { kind: "ended" };
}

function createToken(state: State, principal: SessionPrincipal, form: URLSearchParams): OwnChange {
  const name = (form.get("name") ?? "").trim();
  if (name === "" || name.length > MAX_TOKEN_NAME_LENGTH || NOT_ON_A_LINE_REGEXP.test(name)) {
    throw badField("name", `expected 1 to ${MAX_TOKEN_NAME_LENGTH} characters on one line`);
  }
  const asked = form.getAll("scope");
  const scopes = TOKEN_SCOPES.filter((scope) => asked.includes(scope));
  if (scopes.length === 0) throw badField("scope", "choose at least one thing that it may do");
  const expiresAtMs = endOf(form.get("days"), state.services.clock.now());
  const { accounts } = state.services.auth;
  const { text } = accounts.createToken(principal, state.clientAddress, { name, scopes, expiresAtMs });
  return { kind: "token", name, text };
}

function endOf(days: string | null, nowMs: number): number | null {
  if (days === "never") return null;
  const count = /^\d{1,4}$/.test(days ?? "") ? Number(days) : 0;
  if (count < 1 || count > MAX_TOKEN_DAYS) {
    throw badField("days", `expected 1 to ${MAX_TOKEN_DAYS}, or never`);
  }
  return nowMs + count * DAY_MS;
}
