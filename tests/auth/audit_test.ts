import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import { createAudit } from "../../lib/auth/mod.ts";
import { DatabaseSync } from "node:sqlite";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { AccountFile, AuditTable } from "../../lib/store/mod.ts";

const DAY_MS = 86_400_000;

function scene(file = new AccountFile(":memory:")) {
  const clock = new VirtualClock(1_000 * DAY_MS);
  const audit = createAudit({ table: new AuditTable(file), clock, log: silentLogger, keepMs: 30 * DAY_MS });
  return { audit, clock, file };
}

Deno.test("createAudit writes acts at once, refusals within a second, and reads newest first by any column", () => {
  const { audit, clock, file } = scene();
  audit.record({
    who: "W1AW",
    from: "192.0.2.1",
    what: "command.connect",
    node: "1999",
    target: "2000",
    result: "accepted",
    ref: "c1",
  });
  strictEqual(audit.waiting, 0);
  audit.record({ who: null, from: "192.0.2.2", what: "session.sign_in", result: "refused", detail: "a\nb" });
  strictEqual(audit.waiting, 1);
  clock.advance(1_000);
  strictEqual(audit.waiting, 0);
  audit.record({
    who: "W1AW",
    from: "192.0.2.1",
    what: "command.connect",
    node: "1999",
    target: "2000",
    result: "confirmed",
    ref: "c1",
  });
  const read = (query: Parameters<typeof audit.read>[0]) => audit.read(query).map(({ id }) => id);
  deepStrictEqual(read({ limit: 10 }), [3, 2, 1]);
  deepStrictEqual(read({ limit: 1, beforeId: 3 }), [2]);
  deepStrictEqual(read({ limit: 10, what: "command" }), [3, 1]);
  deepStrictEqual(read({ limit: 10, what: "comm" }), []);
  deepStrictEqual(read({ limit: 10, who: "W1AW", result: "confirmed", node: "1999" }), [3]);
  deepStrictEqual(read({ limit: 10, sinceMs: clock.now() }), [3]);
  strictEqual(audit.read({ limit: 1, result: "refused" })[0]?.detail, "a b");
  audit.stop();
  strictEqual(clock.pending, 0);
  file.close();
});

Deno.test("the table of acts takes no change and gives nothing away but what is old", () => {
  const { audit, clock, file } = scene();
  audit.record({ who: "a", from: "x", what: "system.start", result: "ok" });
  throws(() => file.run("UPDATE audit SET who = 'b'"), /append-only/);
  throws(() => file.run("DELETE FROM audit"), /append-only/);
  clock.advance(31 * DAY_MS);
  audit.record({ who: "b", from: "x", what: "system.start", result: "ok" });
  audit.start();
  clock.advance(1_000);
  deepStrictEqual(audit.read({ limit: 10 }).map(({ who }) => who), ["b"]);
  throws(() => file.run("DELETE FROM audit"), /append-only/);
  audit.stop();
  file.close();
});

Deno.test("createAudit keeps what it cannot write in memory, bounded, and writes it when it can", () => {
  let isAway = true;
  const file = new AccountFile(":memory:", (path) => {
    if (isAway) throw new Error("disk is away");
    return open(path);
  });
  const { audit, clock } = scene(file);
  for (let at = 0; at < 1_010; at++) {
    audit.record({ who: `u${at}`, from: "x", what: "session.sign_in", result: "ok" });
  }
  deepStrictEqual([audit.waiting, audit.dropped], [1_000, 10]);
  isAway = false;
  clock.advance(1_000);
  strictEqual(audit.waiting, 0);
  strictEqual(audit.read({ limit: 1_000 }).at(-1)?.who, "u10");
  audit.stop();
  file.close();
});

const GUESS = { who: null, from: "192.0.2.2", what: "session.sign_in", result: "refused" } as const;

Deno.test("createAudit takes down the first refusals of an account or address, and counts what follows", () => {
  const { audit, clock, file } = scene();
  for (let at = 0; at < 500; at++) audit.record({ ...GUESS, detail: `unknown name` });
  for (let at = 0; at < 300; at++) {
    audit.record({ ...GUESS, who: "boss", from: `198.51.100.${at % 90}`, detail: "wrong password" });
  }
  audit.record({ ...GUESS, from: "192.0.2.9", detail: "another address" });
  audit.record({ who: "boss", from: "192.0.2.1", what: "session.sign_in", result: "ok" });
  deepStrictEqual(audit.bounds.map(({ name, used }) => [name, used]), [
    ["audit_waiting", 0],
    ["audit_rows", 22],
    ["refusals_summed_up", 3],
  ]);
  strictEqual(audit.read({ limit: 1_000 }).length, 10 + 10 + 1 + 1);
  clock.advance(60_000);
  deepStrictEqual(audit.read({ limit: 2 }).map(({ who, result, detail }) => [who, result, detail]), [
    ["boss", "refused", "290 more like this in 60 s from at least 20 addresses, the last: wrong password"],
    [null, "refused", "490 more like this in 60 s, the last: unknown name"],
  ]);
  for (let at = 0; at < 7; at++) audit.record(GUESS);
  strictEqual(audit.read({ limit: 1 })[0]?.who, "boss", "it goes on: not one by one again");
  clock.advance(120_000);
  match(audit.read({ limit: 1 })[0]?.detail ?? "", /^7 more like this in 120 s, the last: session.sign_in$/);
  clock.advance(600_000);
  audit.record({ ...GUESS, detail: "after a quiet while" });
  strictEqual(audit.read({ limit: 1 })[0]?.detail, "after a quiet while");
  for (let at = 0; at < 20; at++) audit.record(GUESS);
  audit.stop();
  strictEqual(clock.pending, 0);
  match(audit.read({ limit: 1 })[0]?.detail ?? "", /^11 more like this/, "the end loses none");
  file.close();
});

Deno.test("createAudit stays small under days of refusals from everywhere, and each of them is counted", () => {
  const { audit, clock, file } = scene();
  const HOURS = 48;
  const EACH = 400;
  for (let hour = 0; hour < HOURS; hour++) {
    for (let at = 0; at < EACH; at++) {
      const from = `10.${hour}.${at >> 8}.${at & 255}`;
      audit.record({ ...GUESS, from });
      audit.record({ ...GUESS, who: `user${at % 50}`, from });
    }
    clock.advance(3_600_000);
  }
  clock.advance(2 * 3_600_000);
  const rows = audit.read({ limit: 100_000 });
  ok(rows.length < 3_000, `${rows.length} entries`);
  const counted = rows.map(({ detail }) => Number(/^(\d+) more like this/.exec(detail ?? "")?.[1] ?? 1));
  strictEqual(counted.reduce((sum, each) => sum + each), HOURS * EACH * 2);
  for (const { name, used, limit } of audit.bounds) ok(used <= limit, `${name}: ${used}`);
  audit.stop();
  file.close();
});

function open(path: string) {
  return new DatabaseSync(path);
}
