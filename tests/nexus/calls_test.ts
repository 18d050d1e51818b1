import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createNexus, type Nexus } from "../../lib/nexus.ts";
import { createSimulator, demoScenario, type Scenario, type Simulator } from "../../lib/simulator/mod.ts";
import type { CallDetail, CallsAnswer } from "../../lib/wire/mod.ts";
import { callDetail, listCalls } from "../../lib/http/mod.ts";
import { START_MS } from "../simulator/harness.ts";
import { configOf } from "./support.ts";

const NOTHING_ASKED = { q: null, cause: null, day: undefined, since: undefined, until: undefined };

/** The telephones of the demo without its radio nodes. */
function telephones(): Scenario {
  const none = {
    conversations: [],
    kerchunks: [],
    flicker: [],
    visitors: [],
    outages: [],
    hubs: [],
    pulses: [],
  };
  return { ...demoScenario(), ...none, world: { nodes: [], links: [] } };
}

const AMI = "ami:\n  host: 127.0.0.1\n  username: admin\n  password: simulator\n";

interface Site {
  readonly clock: VirtualClock;
  readonly simulator: Simulator;
  /** Another Nexus on the same clock, as after a restart. */
  nexus(path: string, config?: string): Nexus;
}

async function withTelephones(seed: number, act: (site: Site) => Promise<void>): Promise<void> {
  const clock = new VirtualClock(START_MS);
  const simulator = createSimulator({ clock, seed, log: silentLogger, scenario: telephones() });
  simulator.start();
  const running: Nexus[] = [];
  try {
    await act({
      clock,
      simulator,
      nexus(databasePath, configured = AMI) {
        const nexus = createNexus({
          config: configOf(configured),
          clock,
          log: silentLogger,
          version: { version: "test", commit: null, deno: "test" },
          databasePath,
          demo: false,
          names: () => undefined,
          dial: () => simulator.dial(),
        });
        running.push(nexus);
        nexus.start();
        return nexus;
      },
    });
  } finally {
    for (const nexus of running) {
      const stopping = nexus.stop();
      await clock.advanceAsync(10_000);
      await stopping;
    }
    await simulator.stop();
  }
}

function list({ services }: Nexus): CallsAnswer {
  return listCalls(services, NOTHING_ASKED, { state: "all", limit: 500, cursor: null }, services.clock.now());
}

function details(nexus: Nexus): CallDetail[] {
  const { services } = nexus;
  return list(nexus).calls.flatMap(({ call_id }) =>
    callDetail(services, call_id, null, services.clock.now()) ?? []
  );
}

Deno.test("calls of the simulated exchange come out of the API as what they were, of every kind, the same for a seed", async () => {
  const summaries: string[] = [];
  for (let run = 0; run < 2; run++) {
    await withTelephones(7, async ({ clock, nexus: start }) => {
      const nexus = start(":memory:");
      await clock.advanceAsync(22 * 60_000);
      const { live } = list(nexus);
      ok(live.length <= 3, "a calm exchange");
      const calls = details(nexus);
      const causes = new Set(calls.map(({ cause }) => cause));
      for (
        const cause of [
          "normal_clearing",
          "cancelled",
          "user_busy",
          "call_rejected",
          "no_answer",
          "subscriber_absent",
          "congestion",
        ]
      ) ok(causes.has(cause), `${cause} of ${[...causes]}`);
      // One kind ends without a word; no other call is ever lost.
      const lost = calls.filter(({ cause }) => cause === "lost");
      ok(lost.length <= 2, `${lost.length} of ${calls.length} calls are lost`);
      for (const { events } of lost) {
        deepStrictEqual(events.map(({ event }) => event), ["ringing", "answered", "hungup"]);
      }
      const happened = new Set(calls.flatMap(({ events }) => events.map(({ event }) => event)));
      deepStrictEqual([...happened].sort(), [
        "answered",
        "held",
        "hungup",
        "resumed",
        "ringing",
        "transferred",
      ]);
      const transfers = new Set(
        calls.flatMap(({ events }) => events.flatMap(({ transfer }) => transfer ?? [])),
      );
      deepStrictEqual([...transfers].sort(), ["attended", "blind"]);
      deepStrictEqual(calls.filter(({ adopted }) => adopted).map(({ events }) => events.length), [1]);
      const groups = new Set(calls.flatMap(({ to }) => to.group ?? []));
      for (const group of ["600", "601", "602"]) ok(groups.has(group), group);
      const liveLegs = live.flatMap(({ call_id }) =>
        callDetail(nexus.services, call_id, null, clock.now())?.legs ?? []
      );
      for (const call of calls) {
        strictEqual(call.events.at(-1)?.event, "hungup");
        // Who was consulted goes on in the call that was handed over.
        const goesOn = (channel: string) =>
          calls.some(({ call_id, legs }) =>
            call_id !== call.call_id && legs.some((leg) => leg.channel === channel && leg.ended_at !== null)
          ) || liveLegs.some((leg) => leg.channel === channel);
        // The channel of who hands over while it rings becomes half of a Local channel, and no leg any more.
        const wasGivenAway = (channel: string) =>
          channel === call.legs[0]?.channel &&
          calls.some(({ to, events }) =>
            events.some(({ by, transfer }) =>
              transfer === "attended" && by?.extension === call.from.extension &&
              to.extension === call.to.extension
            )
          );
        ok(
          call.legs.length >= 1 &&
            call.legs.every(({ ended_at, channel }) =>
              ended_at !== null || goesOn(channel) || wasGivenAway(channel)
            ),
        );
        // Of what was up before anything was heard the answer was not.
        const wasAnswered = call.adopted || call.events.some(({ event }) => event === "answered");
        strictEqual(call.answered_at !== null, wasAnswered);
        // How long they talked after they were last heard of, nobody knows of a lost one.
        if (call.cause !== "lost") ok((call.talk_seconds ?? 0) > 0 === wasAnswered);
      }
      summaries.push(JSON.stringify(calls.map(({ call_id, from, to, cause }) => [call_id, from, to, cause])));
    });
  }
  strictEqual(summaries[0], summaries[1]);
});

Deno.test("a call that outlives Nexus is one call, and one that ends while Nexus is gone is lost", async () => {
  const directory = await Deno.makeTempDir({ prefix: "nexus-calls-" });
  try {
    await withTelephones(3, async ({ clock, nexus: start }) => {
      const first = start(`${directory}/nexus.db`);
      const talking = () =>
        list(first).live.filter(({ state, ringing_at }) => state === "connected" && ringing_at !== null);
      while (talking().length === 0) await clock.advanceAsync(500);
      const [talk] = talking();
      ok(talk);
      const stopping = first.stop();
      await clock.advanceAsync(1_000);
      await stopping;
      const second = start(`${directory}/nexus.db`);
      strictEqual(list(second).calls.find(({ call_id }) => call_id === talk.call_id)?.cause, "lost");
      await clock.advanceAsync(3_000);
      const again = callDetail(second.services, talk.call_id, null, clock.now());
      deepStrictEqual([again?.state, again?.started_at, again?.adopted], [
        "connected",
        talk.started_at,
        true,
      ]);
      strictEqual(list(second).calls.some(({ call_id }) => call_id === talk.call_id), false, "it is up");
      await clock.advanceAsync(120_000);
      const over = callDetail(second.services, talk.call_id, null, clock.now());
      deepStrictEqual([over?.state, over?.cause, over?.started_at], [
        "ended",
        "normal_clearing",
        talk.started_at,
      ]);
      deepStrictEqual(
        over?.events.map(({ event }) => event).filter((event) => event === "ringing").length,
        1,
      );
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("a call of a server that is not configured any more is told the end of at once", async () => {
  const directory = await Deno.makeTempDir({ prefix: "nexus-calls-" });
  const path = `${directory}/nexus.db`;
  try {
    await withTelephones(3, async ({ clock, nexus: start }) => {
      const first = start(path);
      const ringing = () => list(first).live.filter(({ ringing_at }) => ringing_at !== null);
      while (ringing().length === 0) await clock.advanceAsync(500);
      const [left] = ringing();
      ok(left);
      const stopping = first.stop();
      await clock.advanceAsync(1_000);
      await stopping;
      const second = start(path, "ami: {enabled: false}\n");
      const over = callDetail(second.services, left.id, left.server, clock.now());
      deepStrictEqual([over?.cause, over?.events.at(-1)?.event], ["lost", "hungup"]);
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("every call that was told of is told the end of, once, however long Nexus or its server was away", async () => {
  const directory = await Deno.makeTempDir({ prefix: "nexus-calls-" });
  const path = `${directory}/nexus.db`;
  try {
    await withTelephones(11, async ({ clock, simulator, nexus: start }) => {
      const ends = async (nexus: Nexus) => {
        const stopping = nexus.stop();
        await clock.advanceAsync(1_000);
        await stopping;
      };
      const first = start(path);
      const ringing = () => list(first).live.filter(({ ringing_at }) => ringing_at !== null);
      while (ringing().length < 2) await clock.advanceAsync(500);
      const left = ringing().map(({ id }) => id);
      await ends(first);
      await clock.advanceAsync(4 * 60_000);
      // A run between that finds nobody to ask, so that nobody is told anything.
      simulator.server.shutdown({ cleanly: true, restart: false });
      const second = start(path);
      await clock.advanceAsync(20_000);
      const detail = (nexus: Nexus, id: string) => callDetail(nexus.services, id, null, clock.now());
      for (const id of left) {
        strictEqual(detail(second, id)?.events.some(({ event }) => event === "hungup"), false);
      }
      await ends(second);
      simulator.server.boot();
      const third = start(path);
      await clock.advanceAsync(10_000);
      for (const id of left) {
        const over = detail(third, id);
        strictEqual(over?.cause, "lost", id);
        strictEqual(over.events.at(-1)?.event, "hungup", id);
        ok((over.total_seconds ?? 0) >= (over.talk_seconds ?? 0));
      }
      await clock.advanceAsync(120_000);
      await ends(third);
      const fourth = start(path);
      await clock.advanceAsync(3 * 60_000);
      const calls = details(fourth);
      ok(calls.length > 8);
      for (const { call_id, events } of calls) {
        const told = events.map(({ event }) => event).filter((event) => event === "hungup");
        deepStrictEqual([told.length, events.at(-1)?.event], [1, "hungup"], call_id);
      }
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
