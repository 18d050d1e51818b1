import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { EventCounts, Histogram, LoopDelay, renderMetrics } from "../../lib/metrics/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import type { DomainEvent } from "../../lib/wire/mod.ts";

Deno.test("renderMetrics writes help, type and samples and leaves empty families out", () => {
  const text = renderMetrics([
    { name: "nexus_clients", help: "Clients\nnow.", type: "gauge", samples: [{ value: 3 }] },
    { name: "nexus_nothing", help: "Nothing.", type: "gauge", samples: [] },
    {
      name: "nexus_up",
      help: "Up.",
      type: "gauge",
      samples: [{ labels: { server: 'a"b\\c\nd' }, value: 1 }],
    },
  ]);
  strictEqual(
    text,
    "# HELP nexus_clients Clients\\nnow.\n# TYPE nexus_clients gauge\nnexus_clients 3\n" +
      '# HELP nexus_up Up.\n# TYPE nexus_up gauge\nnexus_up{server="a\\"b\\\\c\\nd"} 1\n',
  );
});

Deno.test("renderMetrics keeps every sample on one line whatever a label holds", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (label) => {
    const text = renderMetrics([{
      name: "a",
      help: "",
      type: "gauge",
      samples: [{ labels: { label }, value: 1 }],
    }]);
    strictEqual(text.split("\n").length, 4);
    match(text.split("\n")[2] ?? "", /^a\{label=".*"\} 1$/su);
  }));
});

Deno.test("Histogram counts cumulatively, with the bound in its bucket", () => {
  const histogram = new Histogram([1, 2]);
  for (const value of [0.5, 1, 1.5, 9]) histogram.observe(value);
  deepStrictEqual(
    histogram.samples({ server: "a" }).map(({ suffix, labels, value }) => [suffix, labels?.le, value]),
    [
      ["_bucket", "1", 2],
      ["_bucket", "2", 3],
      ["_bucket", "+Inf", 4],
      ["_sum", undefined, 12],
      ["_count", undefined, 4],
    ],
  );
});

const NOBODY: ReadonlyMap<string, number> = new Map();

const talk = (local_node: string, duration: number | null): DomainEvent => ({
  kind: "TALKER_EVENT",
  atMs: 0,
  data: { at: "", kind: "TX_STOP", local_node, node: "2000", callsign: null, description: null, duration },
});

Deno.test("EventCounts sums talk by local node and tells no more than 200 nodes apart", () => {
  const counts = new EventCounts();
  for (let node = 0; node < 500; node++) counts.take({ number: node, event: talk(String(node), 2) });
  counts.take({ number: 500, event: talk("0", null) });
  counts.take({ number: 501, event: talk("0", 1) });
  const seconds = new Map(counts.talkSeconds(NOBODY).map(({ labels, value }) => [labels?.node, value]));
  deepStrictEqual([seconds.size, seconds.get("0"), seconds.get("other")], [201, 3, 600]);
  deepStrictEqual(counts.kinds(), [{ labels: { kind: "TALKER_EVENT" }, value: 502 }]);
});

Deno.test("EventCounts counts talk that runs, and never goes back when it ended earlier than it was counted up to", () => {
  const counts = new EventCounts();
  const told = (running: ReadonlyMap<string, number>) =>
    counts.talkSeconds(running).map(({ labels, value }) => [labels?.node, value]);
  counts.take({ number: 1, event: talk("1999", 2) });
  deepStrictEqual(told(new Map([["1998", 0], ["1999", 3_500]])), [["1999", 5.5], ["1998", 0]]);
  counts.take({ number: 2, event: talk("1999", 3) });
  deepStrictEqual(told(new Map([["1999", 0]])), [["1999", 5.5], ["1998", 0]], "it ended half a second ago");
  deepStrictEqual(told(new Map([["1999", 1_500]])), [["1999", 6.5], ["1998", 0]]);
});

Deno.test("LoopDelay sees how late a timer ran and leaves none behind", () => {
  const clock = new VirtualClock();
  const delay = new LoopDelay(clock);
  delay.start();
  clock.advance(1_000);
  delay.stop();
  strictEqual(clock.pending, 0);
  deepStrictEqual(delay.samples().filter(({ suffix }) => suffix !== "_bucket").map(({ value }) => value), [
    0,
    2,
  ]);
});
