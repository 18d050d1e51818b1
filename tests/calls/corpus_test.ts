import { deepStrictEqual } from "node:assert/strict";
import { type CallChange, createCorrelator } from "../../lib/calls/mod.ts";
import { CORPUS } from "./corpus/corpus.ts";
import { lines } from "./corpus/story.ts";

for (const { name, events, expected } of CORPUS) {
  Deno.test(`Correlator tells what happened when: ${name}`, () => {
    const correlator = createCorrelator({ server: "main" });
    const changes: CallChange[] = [];
    for (const event of events) changes.push(...correlator.apply(event, event.atMs));
    deepStrictEqual(lines(changes), expected);
    deepStrictEqual(correlator.calls(), []);
    const { channels, calls } = correlator.counters;
    deepStrictEqual({ channels, calls }, { channels: 0, calls: 0 });
  });
}
