import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { ANYBODY, Auth, createAudit, type Ended, PasswordHasher, randomSecret } from "../../lib/auth/mod.ts";
import type { CliIo } from "../../lib/cli/mod.ts";
import { user } from "../../lib/cli/user.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { AccountFile, AccountTable, AuditTable } from "../../lib/store/mod.ts";

const PASSWORD = "correct horse battery";
const NO_WORK = new PasswordHasher({ logN: 1, r: 1, p: 1 });

/** The command line beside a database of its own. */
interface Shell {
  readonly dataDir: string;
  readonly out: string[];
  run(...args: string[]): Promise<number>;
}

async function inShell(typed: readonly string[], act: (shell: Shell) => Promise<void>): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "nexus-user-" });
  const waiting = [...typed];
  const out: string[] = [];
  const io: CliIo = {
    stdout: (text) => void out.push(text),
    stderr: () => undefined,
    env: (key) => key === "DATA_DIR" ? dataDir : undefined,
  };
  const next = () => Promise.resolve(waiting.shift() ?? PASSWORD);
  try {
    await act({ dataDir, out, run: (...args) => user(args, io, { ask: next, read: next }, NO_WORK) });
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** Accounts as a running server holds them, on the same file. */
function server(dataDir: string, ended: Ended[]) {
  const file = new AccountFile(`${dataDir}/nexus.db`);
  const clock = new VirtualClock(Date.now());
  const audit = createAudit({ table: new AuditTable(file), clock, log: silentLogger, keepMs: 1e9 });
  const auth = new Auth({
    table: new AccountTable(file),
    audit,
    clock,
    log: silentLogger,
    secret: randomSecret(),
    ttlMs: 86_400_000,
    allowRegistration: false,
    onEnded: (each) => void ended.push(each),
    hasher: NO_WORK,
  });
  auth.open();
  auth.start();
  return { auth, audit, clock, file };
}

const CALLER = { address: "192.0.2.1", limitKey: "192.0.2.1", agent: null, device: null };

Deno.test("nexus user makes accounts, the first a superadmin, changes, lists and deletes them", () =>
  inShell([], async ({ run, out, dataDir }) => {
    strictEqual(await run("add", "boss", "--password-stdin"), 0);
    await run("add", "W1AW", "--role", "operator", "--nodes", "1999, 2000");
    await run("role", "w1aw", "viewer", "--nodes", "all");
    await run("passwd", "W1AW");
    out.length = 0;
    await run("list", "--json");
    const all = JSON.parse(out.join(""));
    deepStrictEqual(
      all.map(({ user, role, nodes }: Record<string, unknown>) => [user, role, nodes]),
      [["boss", "superadmin", null], ["W1AW", "viewer", null]],
    );
    await run("delete", "W1AW");
    out.length = 0;
    await run("list");
    match(out.join(""), /^boss: superadmin, every node, 0 sessions, 0 API tokens, never signed in\n$/);
    strictEqual(
      ((await Deno.stat(`${dataDir}/nexus.db`)).mode ?? 0) & 0o077,
      0,
      "hashes are for the owner alone",
    );
    const { audit, auth, file } = server(dataDir, []);
    deepStrictEqual(
      audit.read({ limit: 10 }).map((
        { what, target, who, from, result },
      ) => [what, target, who, from, result]),
      ["account.delete", "account.password", "account.nodes", "account.role", "account.create"].map((
        what,
      ) => [
        what,
        "W1AW",
        "console",
        "console",
        "ok",
      ]).concat([["account.create", "boss", "console", "console", "ok"]]),
    );
    auth.stop();
    file.close();
  }));

Deno.test("nexus user refuses what would do harm, and tells what to do", () =>
  inShell([PASSWORD, PASSWORD, "one that is long enough", "another that is long"], async ({ run }) => {
    await run("add", "boss");
    await rejects(run("add", "other"), /the second one is not the first: nothing was changed/);
    await rejects(run("delete", "boss"), /it is the last superadmin: boss/);
    await rejects(run("role", "boss", "admin"), /it is the last superadmin: boss/);
    await rejects(run("delete", "nobody"), /there is none of the name: nobody/);
    await rejects(run("role", "boss", "king"), /expected one of viewer, operator, admin, superadmin: king/);
    await rejects(run("add", "a b"), /choose a name/);
    await rejects(run("add", "x", PASSWORD), /wrong number of words/);
    await rejects(run("dance"), /no such action: dance/);
  }));

Deno.test("nexus user ends sessions of a running server at once", () =>
  inShell([], async ({ run, dataDir }) => {
    await run("add", "boss");
    const ended: Ended[] = [];
    const { auth, clock, file, audit } = server(dataDir, ended);
    const { token, principal } = await auth.accounts.signIn("boss", PASSWORD, CALLER);
    const who = () => auth.identify({ bearer: token, socketToken: null, cookie: null });
    deepStrictEqual(await who(), { kind: "known", principal });
    await run("signout", "boss");
    deepStrictEqual(await who(), { kind: "invalid", by: "bearer" }, "the very next request");
    deepStrictEqual([...ended[0]?.ids ?? []], [`s:${principal.sessionId}`]);
    await auth.accounts.signIn("boss", PASSWORD, CALLER);
    await run("passwd", "boss");
    strictEqual(ended.length, 1);
    clock.advance(500);
    strictEqual(ended.length, 2, "streams are told without any request");
    deepStrictEqual(await auth.identify({ bearer: null, socketToken: null, cookie: null }), {
      kind: "known",
      principal: ANYBODY,
    });
    audit.stop();
    auth.stop();
    file.close();
  }));
