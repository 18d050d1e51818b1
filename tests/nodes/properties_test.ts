import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { DomainEvent, LinkTx } from "../../lib/wire/mod.ts";
import { Bench, saw } from "./helpers.ts";

type Move = (bench: Bench, sec: number) => void;

const NAMES = ["2000", "3066366", "KF8S", "KG5DRT ONE", "101-P"];
const name = fc.constantFrom(...NAMES);
const seconds = fc.option(fc.integer({ min: 0, max: 90 }), { nil: null });

const alinks = fc.array(fc.tuple(name, fc.constantFrom("T", "R", "C"), fc.constantFrom("K", "U")), {
  maxLength: 5,
})
  .map((items): Move => (bench, sec) =>
    void bench.alinks(
      sec,
      items.length === 0 ? "" : `${items.length},${items.map((item) => item.join("")).join(",")}`,
    )
  );
const receiver = fc.boolean().map((keyed): Move => (bench, sec) =>
  void bench.keyed(sec, "RPT_RXKEYED", keyed)
);
const connection = fc.constantFrom("connected", "retrying", "refused").map((state): Move => (bench, sec) =>
  void bench.apply(sec, { type: "ami", state: state as "connected" })
);
const poll = fc.record({
  ageSec: fc.integer({ min: 0, max: 3 }),
  conns: fc.array(
    fc.tuple(name, fc.integer({ min: 0, max: 59 }), fc.constantFrom("ESTABLISHED", "CONNECTING")),
    {
      maxLength: 5,
    },
  ),
  saws: fc.array(fc.tuple(name, fc.boolean(), seconds, seconds), { maxLength: 5 }),
}).map(({ ageSec, conns, saws }): Move => (bench, sec) =>
  void bench.poll(sec, {
    askedSec: sec - ageSec,
    conns: conns.map(([node, elapsed, state]) =>
      [node, "192.0.2.1", "IN", `00:00:${String(elapsed).padStart(2, "0")}`, state as "ESTABLISHED"] as const
    ),
    linked: conns.length === 0 ? "<NONE>" : conns.map(([node]) => `T${node}`).join(", "),
    saw: saws.map(([node, keyed, since, until]) => saw(node, keyed, since, until)),
  })
);
const move = fc.oneof({ weight: 5, arbitrary: alinks }, { weight: 2, arbitrary: poll }, receiver, connection);
const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 4_000 }), move), { maxLength: 60 });

/** What may be true of one link at a time. */
interface Seen {
  up: boolean;
  keyed: boolean;
  totalSeconds: number;
}

/** Replays what was told and fails at the first event that cannot be. */
function check(events: readonly DomainEvent[]): void {
  const links = new Map<string, Seen>();
  const seen = (node: string) => {
    const link = links.get(node) ?? { up: false, keyed: false, totalSeconds: 0 };
    links.set(node, link);
    return link;
  };
  for (const event of events) {
    if (event.kind === "LINK_ADDED") { for (const info of event.data) added(seen(info.node)); }
    if (event.kind === "LINK_UPDATED") {
      for (const info of event.data) ok(seen(info.node).up, "updated while away");
    }
    if (event.kind === "LINK_REMOVED") { for (const ref of event.data) removed(seen(ref.node)); }
    if (event.kind === "LINK_TX") edge(seen(event.data.node), event.data);
  }
}

function added(link: Seen): void {
  strictEqual(link.up, false, "added twice");
  link.up = true;
}

function removed(link: Seen): void {
  strictEqual(link.up, true, "removed twice");
  strictEqual(link.keyed, false, "a transmission outlived its link");
  link.up = false;
}

function edge(link: Seen, data: LinkTx): void {
  strictEqual(link.up, true, "an edge of a link that is not there");
  strictEqual(data.kind, link.keyed ? "STOP" : "START", "START and STOP alternate");
  ok(data.total_tx_seconds >= link.totalSeconds, "a total shrank");
  link.keyed = data.kind === "START";
  link.totalSeconds = data.total_tx_seconds;
}

Deno.test("createNodes keeps its invariants for any interleaving of events, polls and outages", () => {
  fc.assert(
    fc.property(moves, (steps) => {
      const bench = new Bench();
      let sec = 0;
      for (const [gapMs, step] of steps) {
        sec += gapMs / 1_000;
        step(bench, sec);
        const shown = bench.machine.status("1999", 0)?.links.map((link) => link.node) ?? [];
        strictEqual(new Set(shown).size, shown.length, "a link is shown twice");
      }
      bench.until(sec + 10);
      check(bench.events);
      strictEqual(bench.machine.nextDeadlineMs(), null, "a grace never ran out");
    }),
    { numRuns: 400 },
  );
});

Deno.test("createNodes shows the sums it told for any interleaving", () => {
  fc.assert(
    fc.property(moves, (steps) => {
      const bench = new Bench();
      let sec = 0;
      for (const [gapMs, step] of steps) step(bench, sec += gapMs / 1_000);
      bench.until(sec + 10);
      const told = new Map(bench.told("LINK_TX").map((data) => [data.node, data] as const));
      for (const link of bench.machine.status("1999", 0)?.links ?? []) {
        const last = told.get(link.node);
        if (last?.kind === "STOP") strictEqual(link.total_tx_seconds, last.total_tx_seconds);
        strictEqual(link.current_tx, last?.kind === "START");
      }
    }),
    { numRuns: 200 },
  );
});
