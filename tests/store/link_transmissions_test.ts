import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { OF_NODE_SQL } from "../../lib/store/reader.ts";
import { open, T0, talk, withFile } from "./events.ts";

Deno.test("recentTransmissions gives those of one link, stored and waiting, newest first", () => {
  const { store, give } = open();
  give(talk(T0, "2000"), talk(T0 + 2_000, "2000", 2), talk(T0 + 2_500, "2001"));
  store.flush();
  give(talk(T0 + 3_000, "2000", null, "1999"), talk(T0 + 4_000, "2000"));
  const shown = (localNode?: string, limit = 10) =>
    store.recentTransmissions({ sinceMs: T0, localNode, node: "2000", limit }).map((row) =>
      `${row.localNode}/${row.node} ${row.startedAtMs - T0}`
    );
  const all = ["1998/2000 4000", "1999/2000 3000", "1998/2000 0"];
  deepStrictEqual(shown(), all);
  deepStrictEqual(shown("1998"), [all[0], all[2]]);
  deepStrictEqual(shown(undefined, 1), all.slice(0, 1));
  store.flush();
  deepStrictEqual(shown(), all);
  deepStrictEqual(shown("1998"), [all[0], all[2]]);
  store.close();
});

Deno.test("recentTransmissions reads those of a link by an index, without sorting", () => {
  withFile((path) => {
    open(path).store.close();
    const db = new DatabaseSync(path);
    const asked = { node: "2000", localNode: "1998", sinceMs: 0, limit: 10 };
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${OF_NODE_SQL}`).all(asked);
    db.close();
    strictEqual(plan.length, 1);
    match(String(plan[0]?.["detail"]), /USING INDEX transmissions_by_node \(node=\? AND started_at_ms>\?\)/);
  });
});
