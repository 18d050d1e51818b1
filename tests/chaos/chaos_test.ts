import { deepStrictEqual, ok } from "node:assert/strict";
import { chaosRun } from "./run.ts";
import { lostEventsRun } from "./lost_events.ts";

/** Runs in one go; `deno task chaos` does more of them. */
const RUNS = 500;
const PARTS = 5;

for (let part = 0; part < PARTS; part++) {
  const first = 1 + part * (RUNS / PARTS);
  const last = first + RUNS / PARTS - 1;
  Deno.test(`Nexus shows what Asterisk holds after one poll, whatever the wire did (seeds ${first} to ${last})`, async () => {
    for (let seed = first; seed <= last; seed++) {
      const { faults, did } = await chaosRun(seed);
      deepStrictEqual(faults, [], `seed ${seed}: ${did.join(" ")}`);
    }
  });
}

Deno.test("chaosRun does the same for the same seed", async () => {
  deepStrictEqual(await chaosRun(77), await chaosRun(77));
});

Deno.test("Nexus counts every transmission to the millisecond when no event is lost", async () => {
  for (const seed of [1, 2, 3]) {
    const { offMs, was, told, talkMs } = await lostEventsRun(seed, 0, 10);
    deepStrictEqual([offMs, told], [0, was], `seed ${seed}`);
    ok(talkMs > 300_000, "there was talk");
  }
});

/** One row: chance that an event is lost, and what is right of the number of transmissions then. */
const LOSSES = [[0.01, 0.995], [0.1, 0.97], [0.5, 0.9]] as const;

for (const [drop, part] of LOSSES) {
  Deno.test(`Nexus is off by less than a second for each lost list of links, of which ${drop} are lost`, async () => {
    let [offMs, talkMs, lost, was, told] = [0, 0, 0, 0, 0];
    for (let seed = 1; seed <= 6; seed++) {
      const result = await lostEventsRun(seed, drop, 10);
      offMs += result.offMs;
      talkMs += result.talkMs;
      lost += result.lostLists;
      was += result.was;
      told += result.told;
    }
    ok(lost > 0, "something was lost");
    ok(offMs < lost * 1_000, `${offMs} ms off for ${lost} lost lists`);
    ok(told >= was * part && told <= was * (2 - part), `told ${told} of ${was}`);
    // SawStat counts whole seconds, so more lost edges than a few in ten minutes cannot be made good to a second.
    if (drop <= 0.01) ok(offMs <= talkMs / 600, `${offMs} ms off in ${talkMs} ms of talk`);
  });
}
