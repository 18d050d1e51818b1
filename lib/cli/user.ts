import { type Actor, createAudit, type NodeLimit, PasswordHasher, type UserInfo } from "../auth/mod.ts";
import { AccountBook, UserAdmin } from "../auth/mod.ts";
import { systemClock } from "../clock/mod.ts";
import type { Config } from "../config/mod.ts";
import { consoleSink, createLogger } from "../log/mod.ts";
import { AccountFile, AccountTable, AuditTable } from "../store/mod.ts";
import { isRole, type Role, ROLES } from "../wire/mod.ts";
import { parseCommandArgs } from "./args.ts";
import { readConfig } from "./configuration.ts";
import { type CliIo, EXIT, UsageError } from "./io.ts";
import { type PasswordIo, processPasswords } from "./password_io.ts";

const USAGE =
  "usage: nexus user add NAME [--role ROLE] [--nodes N,N|all] [--password-stdin] | passwd NAME | " +
  "role NAME ROLE [--nodes N,N|all] | list [--json] | signout NAME [--tokens] | delete NAME";

const OPTIONS = {
  config: { type: "string" },
  data: { type: "string" },
  role: { type: "string" },
  nodes: { type: "string" },
  json: { type: "boolean" },
  tokens: { type: "boolean" },
  "password-stdin": { type: "boolean" },
} as const;

const DAY_MS = 86_400_000;

/** Whoever has the machine's command line and its database may everything. */
const CONSOLE: Actor = { principal: "console", name: "console", from: "console" };

interface Flags {
  readonly role?: string;
  readonly nodes?: string;
  readonly json?: boolean;
  readonly tokens?: boolean;
  readonly "password-stdin"?: boolean;
}

/** One call of the command: what it works on, and what it was given. */
interface Call {
  readonly users: UserAdmin;
  readonly flags: Flags;
  readonly names: readonly string[];
  readonly io: CliIo;
  readonly passwords: PasswordIo;
}

/**
 * `nexus user`: manages accounts in the database, also while the server runs, which sees it at once. Passwords come from a prompt or
 * from standard input, never from arguments.
 */
export async function user(
  args: readonly string[],
  io: CliIo,
  passwords: PasswordIo = processPasswords,
  hasher: PasswordHasher = new PasswordHasher(),
): Promise<number> {
  const { values, positionals } = parseCommandArgs(args, OPTIONS, USAGE, true);
  const [action = "", ...names] = positionals;
  const run = ACTIONS.get(action);
  if (!run) throw new UsageError(`manage accounts, no such action: ${action || "none"}`, USAGE);
  if (names.length !== run.names) {
    throw new UsageError(`manage accounts, wrong number of words after: ${action}`, USAGE);
  }
  const config = readConfig(io, values.config, values.data);
  await withUsers(config, hasher, (users) => run.act({ users, flags: values, names, io, passwords }));
  return EXIT.ok;
}

const ACTIONS: ReadonlyMap<string, { readonly names: number; act(call: Call): Promise<void> }> = new Map([
  ["add", { names: 1, act: add }],
  ["passwd", { names: 1, act: changePassword }],
  ["role", { names: 2, act: changeRole }],
  ["list", { names: 0, act: list }],
  ["signout", { names: 1, act: signOut }],
  ["delete", { names: 1, act: remove }],
]);

async function add(call: Call): Promise<void> {
  const { users, flags, io } = call;
  const name = wordOf(call, 0);
  // Where there is nobody yet, somebody has to be able to manage the others.
  const role = roleOf(flags.role ?? (users.list().length === 0 ? "superadmin" : "viewer"));
  const nodes = nodesOf(flags.nodes ?? "all");
  const made = await users.create(CONSOLE, { name, password: await newPassword(call), role, nodes });
  await io.stdout(`added ${describe(made)}\n`);
}

async function changePassword(call: Call): Promise<void> {
  const { id, name } = call.users.find(wordOf(call, 0));
  await call.users.setPassword(CONSOLE, id, await newPassword(call));
  await call.io.stdout(`changed the password of ${name}, sessions and API tokens of the account ended\n`);
}

async function changeRole(call: Call): Promise<void> {
  const { users, flags, io } = call;
  const { id, name } = users.find(wordOf(call, 0));
  const role = roleOf(wordOf(call, 1));
  const nodes = flags.nodes === undefined ? null : nodesOf(flags.nodes);
  users.setRole(CONSOLE, id, role);
  if (nodes !== null) users.setNodes(CONSOLE, id, nodes);
  await io.stdout(`changed ${describe(users.find(name))}\n`);
}

async function list({ users, flags, io }: Call): Promise<void> {
  const all = users.list();
  if (flags.json) return await io.stdout(`${JSON.stringify(all.map(entryOf), null, 2)}\n`);
  if (all.length === 0) {
    return await io.stdout("there is no account yet; nexus user add NAME makes the first one\n");
  }
  await io.stdout(all.map((each) => `${describe(each)}\n`).join(""));
}

async function signOut(call: Call): Promise<void> {
  const { id, name, sessions, tokens } = call.users.find(wordOf(call, 0));
  const withTokens = call.flags.tokens ?? false;
  call.users.signOutEverywhere(CONSOLE, id, withTokens);
  await call.io.stdout(
    `ended ${sessions} sessions${withTokens ? ` and ${tokens} API tokens` : ""} of ${name}\n`,
  );
}

async function remove(call: Call): Promise<void> {
  const { id, name } = call.users.find(wordOf(call, 0));
  call.users.remove(CONSOLE, id);
  await call.io.stdout(`deleted ${name}\n`);
}

/** Twice on a terminal, where nobody sees what they type. */
async function newPassword({ flags, passwords }: Call): Promise<string> {
  if (flags["password-stdin"]) return await passwords.read();
  const password = await passwords.ask("New password: ");
  if (await passwords.ask("The same again: ") !== password) {
    throw new Error("choose a password, the second one is not the first: nothing was changed");
  }
  return password;
}

function wordOf({ names }: Call, at: number): string {
  return names[at] ?? "";
}

function roleOf(text: string): Role {
  if (isRole(text)) return text;
  throw new UsageError(`choose a role, expected one of ${ROLES.join(", ")}: ${text}`, USAGE);
}

function nodesOf(text: string): NodeLimit {
  return text === "all" ? "all" : text.split(",").map((node) => node.trim()).filter((node) => node !== "");
}

function describe({ name, role, nodes, sessions, tokens, signedInAtMs }: UserInfo): string {
  const where = nodes === "all" ? "every node" : `nodes ${nodes.join(",") || "none"}`;
  const last = signedInAtMs === null
    ? "never signed in"
    : `signed in ${new Date(signedInAtMs).toISOString()}`;
  return `${name}: ${role}, ${where}, ${sessions} sessions, ${tokens} API tokens, ${last}`;
}

function entryOf({ name, role, nodes, sessions, tokens, createdAtMs, signedInAtMs }: UserInfo) {
  return {
    user: name,
    role,
    nodes: nodes === "all" ? null : nodes,
    sessions,
    tokens,
    created_at: new Date(createdAtMs).toISOString(),
    signed_in_at: signedInAtMs === null ? null : new Date(signedInAtMs).toISOString(),
  };
}

async function withUsers(
  config: Config,
  hasher: PasswordHasher,
  act: (users: UserAdmin) => Promise<void>,
): Promise<void> {
  const clock = systemClock;
  const log = createLogger("user", {
    level: "error",
    now: () => clock.now(),
    sink: consoleSink(config.log.format),
  });
  const file = new AccountFile(`${config.dataDir}/nexus.db`);
  file.open();
  const table = new AccountTable(file);
  const audit = createAudit({ table: new AuditTable(file), clock, log, keepMs: config.auditDays * DAY_MS });
  const book = new AccountBook(table, () => undefined); // the server's own book sees to its streams
  try {
    await act(new UserAdmin({ table, book, hasher, audit, clock }));
  } finally {
    audit.stop();
    file.close();
  }
}
