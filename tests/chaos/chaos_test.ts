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
  // At the end of the last four somebody is within his grace.
  for (const seed of [1, 2, 3, 20, 27, 30, 37]) {
    const { offMs, was, told, talkMs } = await lostEventsRun(seed, 0, 10);
    deepStrictEqual([offMs, told], [0, was], `seed ${seed}`);
    ok(talkMs > 300_000, "there was talk");
  }
});

/** One row: who listens, chance that an event is lost, and what is right of the number of transmissions then. */
const LOSSES = [
  ["admin", 0.01, 0.995],
  ["admin", 0.05, 0.995],
  ["admin", 0.1, 0.99],
  ["admin", 0.2, 0.99],
  ["admin", 0.5, 0.9],
  ["limited", 0.01, 0.995],
  ["limited", 0.05, 0.99],
  ["limited", 0.2, 0.97],
] as const;

/**
 * Up to here nearly each edge leaves a trace: what follows a list tells that it was lost, and when; what it said is told by the
 * VarSet of the same list, for a user who may read those, else by the ages of a poll.
 */
const KNOWABLE = 0.2;

async function losses(drop: number, username: "admin" | "limited") {
  const sums = { offMs: 0, talkMs: 0, lost: 0, was: 0, told: 0 };
  for (let seed = 1; seed <= 6; seed++) {
    const result = await lostEventsRun(seed, drop, 10, { username, stored: seed === 1 });
    sums.offMs += result.offMs;
    sums.talkMs += result.talkMs;
    sums.lost += result.lostLists;
    sums.was += result.was;
    sums.told += result.told;
    deepStrictEqual(result.stored, [], `seed ${seed}`);
  }
  return sums;
}

for (const [username, drop, part] of LOSSES) {
  Deno.test(`Nexus is off by less than a second for each lost list of links, of which ${drop} are lost (${username})`, async () => {
    const { offMs, talkMs, lost, was, told } = await losses(drop, username);
    ok(lost > 0, "something was lost");
    ok(offMs < lost * 200, `${offMs} ms off for ${lost} lost lists`);
    ok(told >= was * part && told <= was * (2 - part), `told ${told} of ${was}`);
    // Beyond, more edges than one are lost between two polls too often, of which each tells only the last.
    if (drop <= KNOWABLE) ok(offMs <= talkMs / 600, `${offMs} ms off in ${talkMs} ms of talk`);
  });
}
