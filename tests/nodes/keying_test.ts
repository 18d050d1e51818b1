import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  type Edge,
  expireGrace,
  IDLE,
  type Keying,
  observeKeyed,
  runningMs,
  suspend,
  vanish,
} from "../../lib/nodes/keying.ts";

const GRACE_MS = 500;

/** Feeds `[atMs, keyed]` pairs and lets every grace run out in time, as the machine does. */
function run(observations: readonly (readonly [number, boolean])[], untilMs: number): Edge[] {
  let keying: Keying = IDLE;
  const edges: Edge[] = [];
  const take = (step: { keying: Keying; edges: readonly Edge[] }) => {
    keying = step.keying;
    edges.push(...step.edges);
  };
  for (const [atMs, keyed] of observations) {
    take(expireGrace(keying, atMs, GRACE_MS));
    take(observeKeyed(keying, keyed, atMs, GRACE_MS));
  }
  take(expireGrace(keying, untilMs, GRACE_MS));
  return edges;
}

Deno.test("observeKeyed ends a transmission when it unkeyed, not when the grace ran out", () => {
  deepStrictEqual(run([[1_000, true], [11_000, false]], 60_000), [
    { kind: "START", startMs: 1_000, atMs: 1_000 },
    { kind: "STOP", startMs: 1_000, atMs: 11_000 },
  ]);
});

Deno.test("observeKeyed splits a transmission at the grace and not 1 ms below", () => {
  const stops = (gapMs: number) =>
    run([[0, true], [1_000, false], [1_000 + gapMs, true], [5_000, false]], 9_000)
      .filter((edge) => edge.kind === "STOP").map((edge) => [edge.startMs, edge.atMs]);
  deepStrictEqual(stops(GRACE_MS - 1), [[0, 5_000]]);
  deepStrictEqual(stops(GRACE_MS), [[0, 1_000], [1_000 + GRACE_MS, 5_000]]);
});

Deno.test("observeKeyed keeps the first key-up when unkeyed is told again within the grace", () => {
  const edges = run([[0, true], [1_000, false], [1_200, false], [1_400, false]], 9_000);
  strictEqual(edges.at(-1)?.atMs, 1_000);
});

Deno.test("observeKeyed stops at once when the grace is zero", () => {
  const { keying, edges } = observeKeyed({ state: "keyed", sinceMs: 0 }, false, 700, 0);
  strictEqual(keying.state, "idle");
  deepStrictEqual(edges, [{ kind: "STOP", startMs: 0, atMs: 700 }]);
});

Deno.test("vanish ends a transmission at the moment it was last known to run", () => {
  const atMs = (keying: Keying) => vanish(keying, 9_000).edges.map((edge) => edge.atMs);
  deepStrictEqual(atMs(IDLE), []);
  deepStrictEqual(atMs({ state: "keyed", sinceMs: 0 }), [9_000]);
  deepStrictEqual(atMs({ state: "releasing", sinceMs: 0, unkeyedAtMs: 8_800 }), [8_800]);
  deepStrictEqual(atMs({ state: "unsure", sinceMs: 0, lostAtMs: 3_000 }), [3_000]);
});

Deno.test("suspend continues a transmission that is still keyed afterwards and ends one that is not at the loss", () => {
  const lost = suspend({ state: "keyed", sinceMs: 1_000 }, 5_000);
  deepStrictEqual(lost, { keying: { state: "unsure", sinceMs: 1_000, lostAtMs: 5_000 }, edges: [] });
  deepStrictEqual(observeKeyed(lost.keying, true, 20_000, GRACE_MS), {
    keying: { state: "keyed", sinceMs: 1_000 },
    edges: [],
  });
  deepStrictEqual(observeKeyed(lost.keying, false, 20_000, GRACE_MS).edges, [
    { kind: "STOP", startMs: 1_000, atMs: 5_000 },
  ]);
});

Deno.test("runningMs stands still while the connection is lost", () => {
  strictEqual(runningMs({ state: "unsure", sinceMs: 1_000, lostAtMs: 5_000 }, 99_000), 4_000);
  strictEqual(runningMs({ state: "keyed", sinceMs: 1_000 }, 5_000), 4_000);
});

Deno.test("keying tells STOP after START with the same beginning for any observations", () => {
  const observation = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.boolean());
  fc.assert(fc.property(fc.array(observation, { maxLength: 60 }), (gaps) => {
    let atMs = 0;
    const edges = run(gaps.map(([gapMs, keyed]) => [atMs += gapMs, keyed] as const), 1e9);
    let open: number | null = null;
    for (const edge of edges) {
      strictEqual(edge.kind, open === null ? "START" : "STOP");
      if (edge.kind === "STOP") strictEqual(edge.startMs, open);
      strictEqual(edge.atMs >= edge.startMs, true);
      open = edge.kind === "START" ? edge.startMs : null;
    }
  }));
});
