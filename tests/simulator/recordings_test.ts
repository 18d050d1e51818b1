import { deepStrictEqual, ok } from "node:assert/strict";
import type { World } from "../../lib/simulator/mod.ts";
import { headerOf, quietScenario, startVirtual } from "./harness.ts";
import { answers, eventShape, readRecording, received, replay, toldBy, valuesOf } from "./recordings.ts";

interface Case {
  readonly name: string;
  /** ActionIDs that are not compared, and why. */
  readonly except?: readonly number[];
  readonly why?: string;
  readonly prepare?: (world: World) => void;
}

const CASES: readonly Case[] = [
  { name: "01a-login-ok" },
  { name: "01b-login-bad-secret" },
  { name: "01c-login-unknown-user" },
  { name: "01d-login-md5" },
  { name: "01e-login-events-off" },
  { name: "01f-not-logged-in" },
  { name: "01g-limited-user", except: [3, 4], why: "Originate and Setvar are not simulated" },
  { name: "01j-errors" },
  { name: "02a-rptstatus-0-links-idle" },
  {
    name: "02b-rptstatus-1-link-transceive",
    except: [30, 31, 32, 33, 34, 35, 36, 37, 38, 45],
    why: "the second key press did not reach the recorded node's receiver",
  },
  { name: "02c-rptstatus-2-links-modes" },
  {
    name: "02d-rptstatus-connecting-and-chain",
    except: [28, 37],
    why: "the list of a node two hops away took longer than 16 s to arrive",
    prepare: (world) => world.node("1998")?.updateLists(), // links had come and gone before
  },
  { name: "03a-link-transceive-up-down" },
  { name: "03b-link-monitor-up-down" },
  { name: "03c-link-local-monitor" },
  { name: "03d-link-remote-machine-permanent-lost-and-back" },
  { name: "03f-link-failures" },
  { name: "03h-link-phone-mode" },
  { name: "04a-key-local-repeater-1998" },
];

for (const { name, except, why, prepare } of CASES) {
  const exceptions = why === undefined ? "" : `, except where ${why}`;
  Deno.test(`the simulator answers the actions of ${name} as recorded${exceptions}`, async () => {
    const { recorded, simulated } = await replay(name, prepare);
    ok(answers(recorded, except).length > 0);
    deepStrictEqual(answers(simulated, except), answers(recorded, except));
  });
}

const TOLD: readonly (readonly [name: string, nodes: readonly string[]])[] = [
  ["03a-link-transceive-up-down", ["1998", "1999", "2000"]],
  ["03b-link-monitor-up-down", ["1998", "1999", "2000"]],
  ["03c-link-local-monitor", ["1998", "1999", "2000"]],
  ["03d-link-remote-machine-permanent-lost-and-back", ["2000"]],
  ["03f-link-failures", ["1998", "1999", "2000"]],
  ["03h-link-phone-mode", ["1998"]],
];

for (const [name, nodes] of TOLD) {
  for (const event of ["RPT_ALINKS", "RPT_NUMALINKS", "RPT_LINKS", "RPT_NUMLINKS"]) {
    Deno.test(`nodes tell ${event} as in ${name}, and keep silent where they did`, async () => {
      const { recorded, simulated } = await replay(name);
      for (const node of nodes) {
        deepStrictEqual(toldBy(simulated, node, event), toldBy(recorded, node, event), `node ${node}`);
      }
    });
  }
}

Deno.test("a repeater keys as in 04a-key-local-repeater-1998: receiver, tail, kerchunk, three overs in one tail", async () => {
  const { recorded, simulated } = await replay("04a-key-local-repeater-1998");
  const keying = (messages: readonly string[]) =>
    messages.filter((message) => /^Event: RPT_\w*KEYED\r/.test(message))
      .map((message) => `${headerOf(message, "Event")} ${headerOf(message, "EventValue")}`);
  ok(keying(recorded).length > 20);
  deepStrictEqual(keying(simulated), keying(recorded));
});

Deno.test("rpt fun tells its digits as in 03b-link-monitor-up-down", async () => {
  const { recorded, simulated } = await replay("03b-link-monitor-up-down");
  deepStrictEqual(valuesOf(simulated, "1999", "DTMF"), [..."*22000"]);
  deepStrictEqual(valuesOf(simulated, "1999", "DTMF"), valuesOf(recorded, "1999", "DTMF"));
});

for (
  const [name, kind] of [
    ["03a-link-transceive-up-down", "Event: RPT_"],
    ["04a-key-local-repeater-1998", "Event: RPT_"],
    ["03b-link-monitor-up-down", "Event: DTMF"],
    ["03a-link-transceive-up-down", "Event: FullyBooted"],
    ["03a-link-transceive-up-down", "Event: SuccessfulAuth"],
  ] as const
) {
  Deno.test(`${kind.slice(7)} events have the headers, order and blanks of ${name}`, async () => {
    const { recorded, simulated } = await replay(name);
    const shapes = (messages: readonly string[]) =>
      [...new Set(messages.filter((message) => message.startsWith(kind)).map(eventShape))].sort();
    ok(shapes(recorded).length > 0);
    deepStrictEqual(shapes(simulated), shapes(recorded));
  });
}

Deno.test("VarSet events of variables have the headers, order and blanks of 03a-link-transceive-up-down", async () => {
  const { recorded, simulated } = await replay("03a-link-transceive-up-down");
  const shapes = (messages: readonly string[]) => {
    const isRpt = (message: string) => headerOf(message, "Channel").startsWith("usrp/");
    const sets = messages.filter((message) => message.startsWith("Event: VarSet") && isRpt(message));
    return [...new Set(sets.map(eventShape))].sort();
  };
  ok(shapes(recorded).length > 0);
  deepStrictEqual(shapes(simulated), shapes(recorded));
});

Deno.test("every RPT_ event has a VarSet beside it, with the same value", async () => {
  const { simulated } = await replay("03a-link-transceive-up-down");
  const pairs = (kind: "Event: RPT_" | "Event: VarSet", name: string, value: string) =>
    simulated.filter((message) => message.startsWith(kind))
      .map((message) =>
        `${headerOf(message, "Channel")} ${headerOf(message, name)}=${headerOf(message, value)}`
      );
  const told = pairs("Event: RPT_", "Event", "EventValue");
  ok(told.length > 10);
  deepStrictEqual(pairs("Event: VarSet", "Variable", "Value"), told);
});

Deno.test("a starting server tells FullyBooted and eight zeros a node as in 06b-restart-login-while-booting", async () => {
  const recorded = received(await readRecording("06b-restart-login-while-booting"));
  await using running = startVirtual();
  running.simulator.server.kill();
  running.simulator.server.boot();
  const client = running.client();
  client.login();
  running.clock.advance(1_000);
  const told = client.messages();
  const zeros = (messages: readonly string[], node: string) =>
    messages.filter((message) => headerOf(message, "Node") === node && message.startsWith("Event: RPT_"))
      .map(eventShape);
  for (const node of ["1998", "1999", "2000"]) {
    deepStrictEqual(zeros(told, node), zeros(recorded, node), node);
  }
  const booted = (messages: readonly string[]) =>
    messages.filter((message) => message.includes("FullyBooted"));
  deepStrictEqual(booted(told), booted(recorded));
});

for (
  const [name, restart] of [
    ["06f-restart-stop-now-from-cli", false],
    ["06g-restart-restart-now-from-cli", true],
  ] as const
) {
  Deno.test(`shutdown ends a session with the bytes of ${name}`, async () => {
    const recorded = received(await readRecording(name));
    await using running = startVirtual(quietScenario());
    const client = running.client().login();
    running.simulator.server.shutdown({ cleanly: true, restart });
    deepStrictEqual(client.messages(), recorded.slice(-1));
    ok(client.ended);
  });
}
