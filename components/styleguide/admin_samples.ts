import type { AdminSessionEntry, AuditAct, UserEntry } from "../../lib/wire/mod.ts";
import { ago } from "./samples.ts";

/** What is as long as it may be. */
export const LONG_NAME = "QX5LONGCALL-OF-FORTY-CHARACTERS-AT-MOST";

function account(id: number, user: string, fields: Partial<UserEntry>): UserEntry {
  return {
    id,
    user,
    role: "operator",
    nodes: ["1998", "1999"],
    created_at: ago(864_000),
    password_at: ago(864_000),
    signed_in_at: ago(3_600),
    sessions: 1,
    tokens: 0,
    manageable: true,
    ...fields,
  };
}

/** Accounts: a superadmin, and one with a long name that never signed in. */
export const USERS: readonly UserEntry[] = [
  account(1, "QX1ABC", { role: "superadmin", nodes: null, tokens: 2 }),
  account(2, LONG_NAME, { signed_in_at: null, sessions: 0 }),
];

/** An operator of two nodes. */
export const USER = account(3, "QX3GHI", {});

const SESSION: AdminSessionEntry = {
  id: "1",
  user: "QX1ABC",
  created_at: ago(3_600),
  expires_at: ago(-82_800),
  address: "2001:db8:1234:5678:9abc:def0:1234:5678",
  agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36",
  current: true,
  manageable: true,
};

/** Sessions: the own one, and one of somebody else. */
export const SESSIONS = [SESSION, { ...SESSION, id: "2", user: LONG_NAME, agent: null, current: false }];

/** A token that lasts until it is deleted. */
export const TOKENS = [{
  id: "1",
  name: "Weather display in the club house",
  user: "QX1ABC",
  scopes: ["read", "command"],
  created_at: ago(864_000),
  expires_at: null,
  used_at: ago(64),
  manageable: true,
}] as const;

const ACT: AuditAct = {
  id: 1,
  at: ago(20),
  who: "QX1ABC",
  from: "192.0.2.17",
  what: "command.connect",
  node: "1999",
  target: "2000",
  result: "ok",
  ref: null,
  detail: null,
};

/** What was done, refused, and changed on the console. */
export const ACTS = [
  ACT,
  { ...ACT, id: 2, who: null, what: "session.sign_in", node: null, target: LONG_NAME, result: "refused" },
  { ...ACT, id: 3, from: "console", what: "account.role", node: null, detail: "viewer to operator" },
];
