import { deepStrictEqual, notStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import {
  AccountError,
  type AuditEntry,
  type AuditRecord,
  Auth,
  type Caller,
  PasswordHasher,
  randomSecret,
  sessionSecret,
} from "../../lib/auth/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { AccountFile, AccountTable } from "../../lib/store/mod.ts";

const PASSWORD = "correct horse battery";
const CONSOLE = { principal: "console", name: "test", from: "console" } as const;
const NOW_MS = 1_700_000_000_000;

/** Hashes in no time, and counts how often. */
class CountingHasher extends PasswordHasher {
  count = 0;

  override verify(password: string, stored: string | null, isKnown?: boolean) {
    this.count++;
    return super.verify(password, stored, isKnown);
  }
}

function scene(acts: readonly AuditRecord[] = [], recorded: AuditEntry[] = []) {
  const clock = new VirtualClock(NOW_MS);
  const hasher = new CountingHasher({ logN: 1, r: 1, p: 1 });
  const table = new AccountTable(new AccountFile(":memory:"));
  const auth = new Auth({
    table,
    audit: { record: (entry) => void recorded.push(entry), read: () => acts },
    clock,
    log: silentLogger,
    secret: randomSecret(),
    ttlMs: 86_400_000,
    allowRegistration: false,
    onEnded: () => undefined,
    hasher,
  });
  auth.open();
  return { auth, clock, hasher, table };
}

const caller = (address: string, device: string | null = null): Caller => ({
  address,
  limitKey: address,
  agent: "test",
  device,
});

const addBoss = (auth: Auth) =>
  auth.users.create(CONSOLE, { name: "boss", password: PASSWORD, role: "superadmin", nodes: "all" });

Deno.test("Auth hashes for a name that is not there as for a wrong password", async () => {
  const { auth, hasher } = scene();
  await addBoss(auth);
  const refusal = {
    name: "AccountError",
    reason: "wrong",
    message: "sign in, name and password do not go together",
  };
  await rejects(auth.accounts.signIn("boss", "wrong password", caller("192.0.2.1")), refusal);
  strictEqual(hasher.count, 1);
  await rejects(auth.accounts.signIn("nobody", "wrong password", caller("192.0.2.1")), refusal);
  strictEqual(hasher.count, 2);
});

Deno.test("Auth slows strangers down by account and by address, and hashes nothing for them meanwhile", async () => {
  const { auth, clock, hasher } = scene();
  await addBoss(auth);
  const guess = async (name: string, address: string) => {
    try {
      await auth.accounts.signIn(name, "wrong password", caller(address));
    } catch (error) {
      if (error instanceof AccountError) return error.reason;
      throw error;
    }
  };
  for (let count = 0; count < 5; count++) strictEqual(await guess("boss", `192.0.2.${count}`), "wrong");
  const hashed = hasher.count;
  strictEqual(await guess("boss", "192.0.2.99"), "limited", "from anywhere");
  strictEqual(await guess("BOSS", "192.0.2.99"), "limited", "in any case");
  strictEqual(hasher.count, hashed);
  for (let count = 0; count < 10; count++) strictEqual(await guess(`name${count}`, "198.51.100.7"), "wrong");
  strictEqual(await guess("another", "198.51.100.7"), "limited", "one address, many names");
  clock.advance(61_000);
  strictEqual(await guess("boss", "192.0.2.99"), "wrong");
});

Deno.test("Auth locks nobody out: whoever signed in before is counted apart from strangers", async () => {
  const { auth, clock } = scene();
  await addBoss(auth);
  const { deviceMark, principal } = await auth.accounts.signIn("boss", PASSWORD, caller("192.0.2.1"));
  const attack = async () => {
    for (let count = 0; count < 50; count++) {
      await rejects(auth.accounts.signIn("boss", `guess ${count} guess`, caller(`198.51.100.${count}`)));
    }
  };
  await attack();
  await auth.accounts.signIn("boss", PASSWORD, caller("192.0.2.1"));
  auth.accounts.signOut(principal, "192.0.2.1", true);
  await rejects(auth.accounts.signIn("boss", PASSWORD, caller("192.0.2.2")), { reason: "limited" });
  await auth.accounts.signIn("boss", PASSWORD, caller("192.0.2.1"));
  await auth.accounts.signIn("boss", PASSWORD, caller("203.0.113.9", deviceMark));
  const forged = `${deviceMark.split(".")[0]}.${"A".repeat(43)}`;
  await rejects(auth.accounts.signIn("boss", PASSWORD, caller("198.51.100.1", forged)), {
    reason: "limited",
  });
  clock.advance(60_000);
  await auth.accounts.signIn("boss", PASSWORD, caller("192.0.2.77"));
});

Deno.test("Auth knows after a restart where somebody signed in from, and counts their own mistakes there", async () => {
  const acts = [{ who: "boss", from: "192.0.2.1" }, { who: "gone", from: "192.0.2.3" }].map((act, id) => ({
    ...act,
    id,
    atMs: NOW_MS,
    what: "session.sign_in",
    result: "ok",
    ...{ node: null, target: null, ref: null, detail: null },
  } as const));
  const { auth } = scene(acts);
  await addBoss(auth);
  const reasons: (string | undefined)[] = [];
  const attempt = async (password: string, from: string) => {
    try {
      await auth.accounts.signIn("boss", password, caller(from));
      reasons.push("in");
    } catch (error) {
      reasons.push(error instanceof AccountError ? error.reason : String(error));
    }
  };
  for (let count = 0; count < 5; count++) await attempt("wrong password", `198.51.100.${count}`);
  for (const from of ["192.0.2.3", "192.0.2.1"]) await attempt(PASSWORD, from);
  for (let count = 0; count < 6; count++) await attempt("wrong password", "192.0.2.1");
  deepStrictEqual(reasons, [
    ...Array(5).fill("wrong"),
    "limited",
    "in",
    ...Array(5).fill("wrong"),
    "limited",
  ]);
});

Deno.test("Auth ends the session that a browser had when it signs in anew", async () => {
  const { auth } = scene();
  await addBoss(auth);
  const first = await auth.accounts.signIn("boss", PASSWORD, caller("192.0.2.1"));
  const other = await auth.accounts.signIn("boss", PASSWORD, caller("192.0.2.1"));
  const again = { ...caller("192.0.2.1"), sessionId: first.principal.sessionId };
  await rejects(auth.accounts.signIn("boss", "wrong password", again));
  strictEqual(auth.book.sessionCount, 2, "who does not sign in ends nothing");
  const third = await auth.accounts.signIn("boss", PASSWORD, again);
  deepStrictEqual(
    new Set(auth.book.sessions.map(({ id }) => id)),
    new Set([other.principal.sessionId, third.principal.sessionId]),
  );
});

Deno.test("Auth makes a hash anew when the cost rose, and the password is at hand", async () => {
  const { auth, table } = scene();
  await addBoss(auth);
  const old = await new PasswordHasher({ logN: 2, r: 1, p: 1 }).hash(PASSWORD);
  table.change(() => table.changeUser(1, { passwordHash: old }));
  auth.book.reload(NOW_MS);
  await auth.accounts.signIn("boss", PASSWORD, caller("192.0.2.1"));
  const made = auth.book.named("boss")?.passwordHash ?? "";
  notStrictEqual(made, old);
  strictEqual(made.startsWith("$scrypt$ln=1,r=1,p=1$"), true);
  await auth.accounts.signIn("boss", PASSWORD, caller("192.0.2.1"));
});

Deno.test("Auth keeps so many sessions of an account, the oldest goes", async () => {
  const { auth, clock } = scene();
  await addBoss(auth);
  const first = await auth.accounts.signIn("boss", PASSWORD, caller("192.0.2.1"));
  for (let count = 0; count < 50; count++) {
    clock.advance(1);
    await auth.accounts.signIn("boss", PASSWORD, caller("192.0.2.1"));
  }
  strictEqual(auth.book.sessionCount, 50);
  deepStrictEqual(await auth.identify({ bearer: first.token, socketToken: null, cookie: null }), {
    kind: "invalid",
    by: "bearer",
  });
});

Deno.test("Auth keeps admins from superadmins, and one superadmin there always is", async () => {
  const recorded: AuditEntry[] = [];
  const { auth } = scene([], recorded);
  const boss = await addBoss(auth);
  await auth.users.create(CONSOLE, { name: "adam", password: PASSWORD, role: "admin", nodes: "all" });
  const { principal } = await auth.accounts.signIn("adam", PASSWORD, caller("192.0.2.1"));
  const adam = { principal, name: "adam", from: "192.0.2.1" };
  throws(() => auth.users.setRole(adam, boss.id, "viewer"), { reason: "forbidden" });
  throws(() => auth.users.setRole(adam, principal.userId, "superadmin"), { reason: "forbidden" });
  throws(() => auth.users.remove(adam, boss.id), { reason: "forbidden" });
  await rejects(auth.users.setPassword(adam, boss.id, "a password of adam's"), { reason: "forbidden" });
  await rejects(
    auth.users.create(adam, { name: "x", password: PASSWORD, role: "superadmin", nodes: "all" }),
    {
      reason: "forbidden",
    },
  );
  deepStrictEqual(
    recorded.filter(({ result }) => result === "refused").map(({ who, what, target }) => [who, what, target]),
    [
      ["adam", "account.role", "boss"],
      ["adam", "account.role", "adam"],
      ["adam", "account.delete", "boss"],
      ["adam", "account.password", "boss"],
      ["adam", "account.create", "x"],
    ],
  );
  throws(() => auth.users.remove(CONSOLE, boss.id), { reason: "last_superadmin" });
  auth.users.setRole(CONSOLE, principal.userId, "superadmin");
  auth.users.remove(CONSOLE, boss.id);
  deepStrictEqual(auth.users.list().map(({ name, role }) => [name, role]), [["adam", "superadmin"]]);
});

Deno.test("Auth goes on knowing who asks while the database is away, and offers no set-up then", async () => {
  const { auth, clock } = scene();
  await addBoss(auth);
  const { token, principal } = await auth.accounts.signIn("boss", PASSWORD, caller("192.0.2.1"));
  deepStrictEqual(await auth.identify({ bearer: token, socketToken: null, cookie: null }), {
    kind: "known",
    principal,
  });
  const file = new AccountFile("/proc/nothing/nexus.db");
  const away = new Auth({
    table: new AccountTable(file),
    audit: { record: () => undefined, read: () => [] },
    clock,
    log: silentLogger,
    secret: randomSecret(),
    ttlMs: 60_000,
    allowRegistration: true,
    onEnded: () => undefined,
  });
  away.open();
  strictEqual(away.setupCode, null);
  strictEqual(away.accounts.registration, "closed");
  await rejects(away.accounts.signIn("boss", PASSWORD, caller("192.0.2.1")), { name: "UnavailableError" });
});

Deno.test("sessionSecret is made once, for its owner alone, and is the configured one where there is one", async () => {
  const folder = await Deno.makeTempDir({ prefix: "nexus-secret-" });
  const path = `${folder}/deep/jwt_secret`;
  const made = sessionSecret(null, `${folder}/deep`, silentLogger);
  deepStrictEqual(sessionSecret(null, `${folder}/deep`, silentLogger), made);
  strictEqual(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
  await Deno.chmod(path, 0o644);
  sessionSecret(null, `${folder}/deep`, silentLogger);
  strictEqual(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
  await Deno.writeTextFile(path, "short\n");
  throws(
    () => sessionSecret(null, `${folder}/deep`, silentLogger),
    /it is shorter than 32 characters; delete it/,
  );
  strictEqual(
    new TextDecoder().decode(sessionSecret("c".repeat(40), `${folder}/deep`, silentLogger)),
    "c".repeat(40),
  );
  const nowhere = sessionSecret(null, `${path}/no/directory`, silentLogger);
  strictEqual(nowhere.length > 32, true, "sessions last as long as the process where nothing can be kept");
  await Deno.remove(folder, { recursive: true });
});
