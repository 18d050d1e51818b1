import { AccountError, madeUpPassword, mayManage, type NodeLimit, type UserInfo } from "../auth/mod.ts";
import type { AdminSessionsAnswer, Role, UserAnswer, UserEntry } from "../wire/mod.ts";
import { actorOf, tokenEntry } from "./accounts.ts";
import type { State } from "./services.ts";

const USER_ID_REGEXP = /^[1-9]\d{0,14}$/;

/** An account as it is changed; what is left out stays. */
export interface UserChanges {
  readonly role?: Role | undefined;
  readonly nodes?: NodeLimit | undefined;
}

/** Every account as whoever asks sees it, oldest first. */
export function userEntries({ services, principal }: State): readonly UserEntry[] {
  return services.auth.users.list().map((user) => entryOf(user, mayManage(principal, user.role)));
}

/** One account by the id in a path. Throws an `AccountError` where there is none. */
export function userEntry(state: State, id: string): UserEntry {
  const found = USER_ID_REGEXP.test(id) && userEntries(state).find((user) => user.id === Number(id));
  if (found) return found;
  throw new AccountError("unknown", `find an account, there is none with this id: ${id.slice(0, 20)}`);
}

/** Makes an account; where no password is given, one is made up and told. */
export async function createUser(
  state: State,
  asked: {
    readonly username: string;
    readonly password: string | null;
    readonly role: Role;
    readonly nodes: NodeLimit;
  },
): Promise<UserAnswer> {
  const { username: name, role, nodes } = asked;
  const password = asked.password ?? madeUpPassword();
  const made = await state.services.auth.users.create(actorOf(state), { name, password, role, nodes });
  return { user: userEntry(state, String(made.id)), password: asked.password === null ? password : null };
}

/** Gives an account another role, other nodes, or both. */
export function changeUser(state: State, id: string, { role, nodes }: UserChanges): UserAnswer {
  const user = userEntry(state, id);
  const { users } = state.services.auth;
  if (role !== undefined) users.setRole(actorOf(state), user.id, role);
  if (nodes !== undefined && !isSameLimit(nodes, user.nodes)) users.setNodes(actorOf(state), user.id, nodes);
  return { user: userEntry(state, id), password: null };
}

/** Gives an account another password, made up where none is given. */
export async function resetPassword(state: State, id: string, given: string | null): Promise<UserAnswer> {
  const user = userEntry(state, id);
  const password = given ?? madeUpPassword();
  await state.services.auth.users.setPassword(actorOf(state), user.id, password);
  return { user: userEntry(state, id), password: given === null ? password : null };
}

/** Every session, newest first, and every token. */
export function allSessions({ services, principal }: State): AdminSessionsAnswer {
  const { book } = services.auth;
  const mayEnd = (userId: number) => {
    const user = book.user(userId);
    const isOwn = principal.kind === "session" && principal.userId === userId;
    return user !== undefined && (isOwn || mayManage(principal, user.role));
  };
  const nameOf = (userId: number) => book.user(userId)?.name ?? "";
  return {
    sessions: book.sessions.toReversed().map((session) => ({
      id: session.id,
      user: nameOf(session.userId),
      created_at: iso(session.createdAtMs),
      expires_at: iso(session.expiresAtMs),
      address: session.address,
      agent: session.agent,
      current: principal.kind === "session" && principal.sessionId === session.id,
      manageable: mayEnd(session.userId),
    })),
    tokens: book.tokens.map((token) => ({
      ...tokenEntry(token),
      user: nameOf(token.userId),
      manageable: mayEnd(token.userId),
    })),
  };
}

function entryOf(user: UserInfo, manageable: boolean): UserEntry {
  const { id, name, role, nodes, createdAtMs, passwordAtMs, signedInAtMs, sessions, tokens } = user;
  return {
    id,
    user: name,
    role,
    nodes: nodes === "all" ? null : nodes,
    created_at: iso(createdAtMs),
    password_at: iso(passwordAtMs),
    signed_in_at: signedInAtMs === null ? null : iso(signedInAtMs),
    sessions,
    tokens,
    manageable,
  };
}

function isSameLimit(nodes: NodeLimit, before: readonly string[] | null): boolean {
  return nodes === "all" ? before === null : before !== null && nodes.join() === before.join();
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
