import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { SESSIONS_SQL } from "../../lib/store/reader.ts";
import { added, info, iso, keyed, open, removed, status, T0, unkeyed, updated, withFile } from "./events.ts";

const MINUTE_MS = 60_000;

type Bench = ReturnType<typeof open>;

/** Sessions of node 1998 as short text: node, minutes from T0 to the start and the end, seconds talked. */
function sessions({ store }: Bench, limit = 10): string[] {
  return store.recentSessions({ localNode: "1998", limit }).map((session) => {
    const minutes = (atMs: number | null) => atMs === null ? "now" : (atMs - T0) / MINUTE_MS;
    return `${session.node} ${minutes(session.connectedAtMs)}-${minutes(session.endedAtMs)} ${
      session.txMs / 1_000
    }`;
  });
}

const up = (node: string, minute: number) => info(node, { connected_since: iso(T0 + minute * MINUTE_MS) });

Deno.test("Store.recentSessions tells open and ended connections, newest first, before they are written", () => {
  const bench = open();
  bench.give(added(T0, up("2000", 0)), added(T0 + MINUTE_MS, up("KF8S", 1)));
  bench.give(keyed(T0 + MINUTE_MS, "2000", 0), unkeyed(T0 + MINUTE_MS + 5_000, "2000", 5));
  const before = ["KF8S 1-now 0", "2000 0-now 5"];
  deepStrictEqual(sessions(bench), before);
  bench.store.flush();
  deepStrictEqual(sessions(bench), before);
  bench.give(removed(T0 + 3 * MINUTE_MS, "2000"), added(T0 + 4 * MINUTE_MS, up("2000", 4)));
  const after = ["2000 4-now 0", "KF8S 1-now 0", "2000 0-3 5"];
  deepStrictEqual(sessions(bench), after);
  bench.store.flush();
  deepStrictEqual(sessions(bench), after);
  deepStrictEqual(sessions(bench, 2), after.slice(0, 2));
  deepStrictEqual(bench.store.recentSessions({ localNode: "1999", limit: 10 }), []);
  bench.store.close();
});

Deno.test("Store.recentSessions does not tell a connection twice that began earlier than was thought", () => {
  const bench = open();
  bench.give(added(T0 + MINUTE_MS, up("2000", 1)));
  bench.store.flush();
  bench.give(updated(T0 + 2 * MINUTE_MS, up("2000", 0.5)));
  deepStrictEqual(sessions(bench), ["2000 0.5-now 0"]);
  bench.give(removed(T0 + 3 * MINUTE_MS, "2000"));
  deepStrictEqual(sessions(bench), ["2000 0.5-3 0"]);
  bench.store.close();
});

Deno.test("Store.recentSessions ends after a restart what is no longer connected, and goes on with the rest", () => {
  withFile((path) => {
    const first = open(path);
    first.give(added(T0, up("2000", 0), up("2001", 0)));
    first.clock.advance(MINUTE_MS);
    first.store.close();
    const second = open(path, T0 + 10 * MINUTE_MS);
    second.give(added(T0 + 10 * MINUTE_MS, up("2000", 0)));
    deepStrictEqual(sessions(second), ["2000 0-now 0", "2001 0-1 0"], "2001 has not come back");
    for (let minute = 10; minute <= 12; minute++) second.give(status(T0 + minute * MINUTE_MS, ["2000"]));
    deepStrictEqual(sessions(second), ["2000 0-now 0", "2001 0-1 0"]);
    second.store.flush();
    deepStrictEqual(sessions(second), ["2000 0-now 0", "2001 0-1 0"]);
    second.store.close();
  });
});

Deno.test("Store.recentSessions reads by an index, without sorting", () => {
  withFile((path) => {
    open(path).store.close();
    const db = new DatabaseSync(path);
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${SESSIONS_SQL}`).all({ localNode: "1998", limit: 10 });
    db.close();
    strictEqual(plan.length, 1);
    match(String(plan[0]?.["detail"]), /USING INDEX sessions_started \(local_node=\?\)/);
  });
});
