import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { ConnectionState } from "../../lib/client/mod.ts";
import { nexusState, type PresenceInput, sameNexusState } from "../../lib/client/presence.ts";
import { ALL_TOPICS, EVENT_TOPICS, plannedTopics, SOCKET_TOPICS } from "../../lib/client/topic_plan.ts";

const OPEN: ConnectionState = { kind: "open", sinceMs: 0 };
const STOPPED: ConnectionState = { kind: "stopped" };
const DIALLING: ConnectionState = { kind: "connecting", attempt: 1, sinceMs: 0 };
const waiting = (retryAtMs: number): ConnectionState => ({
  kind: "waiting",
  attempt: 2,
  retryAtMs,
  reason: "gone",
});

function stateOf(input: Partial<PresenceInput>) {
  return nexusState({
    socket: OPEN,
    events: OPEN,
    lastMessageMs: 10_000,
    downSinceMs: null,
    oneCarriesAll: false,
    nowMs: 10_000,
    quietMs: 7_500,
    wokeAtMs: null,
    toServerMs: (ms) => ms + 1_000_000,
    ...input,
  });
}

Deno.test("nexusState tells each state apart at its limits", () => {
  strictEqual(stateOf({ socket: STOPPED, events: STOPPED }).kind, "rendered");
  strictEqual(stateOf({}).kind, "live");
  strictEqual(stateOf({ nowMs: 17_500 }).kind, "live");
  deepStrictEqual(stateOf({ nowMs: 17_501 }), { kind: "silent", lastMessageAtMs: 1_010_000 });
  deepStrictEqual(stateOf({ events: waiting(11_000) }), { kind: "reconnecting", retryAtMs: 1_011_000 });
  deepStrictEqual(stateOf({ events: DIALLING }), { kind: "reconnecting", retryAtMs: null });
  strictEqual(stateOf({ events: waiting(11_000), oneCarriesAll: true }).kind, "live");
  const down = { socket: waiting(15_000), events: waiting(14_000), downSinceMs: 10_000 };
  strictEqual(stateOf({ ...down, nowMs: 11_999 }).kind, "reconnecting");
  deepStrictEqual(stateOf({ ...down, nowMs: 12_000 }), {
    kind: "away",
    lastMessageAtMs: 1_010_000,
    retryAtMs: 1_014_000,
  });
  strictEqual(
    stateOf({ ...down, downSinceMs: 17_501, nowMs: 17_501 }).kind,
    "away",
    "after a silence at once",
  );
  deepStrictEqual(stateOf({ ...down, socket: DIALLING, nowMs: 12_000 }), {
    kind: "away",
    lastMessageAtMs: 1_010_000,
    retryAtMs: null,
  });
});

Deno.test("nexusState gives a stream that has just opened its time to speak", () => {
  const opened = { socket: { kind: "open", sinceMs: 90_000 }, nowMs: 97_500 } as const;
  strictEqual(stateOf(opened).kind, "live");
  deepStrictEqual(stateOf({ ...opened, nowMs: 97_501 }), { kind: "silent", lastMessageAtMs: 1_010_000 });
});

Deno.test("nexusState gives a page that woke up two seconds to catch up, until the first message", () => {
  const asleep = { wokeAtMs: 90_000, nowMs: 91_999 };
  strictEqual(stateOf(asleep).kind, "reconnecting");
  strictEqual(stateOf({ ...asleep, downSinceMs: 30_000 }).kind, "reconnecting");
  strictEqual(stateOf({ ...asleep, nowMs: 92_000 }).kind, "silent");
  strictEqual(stateOf({ ...asleep, nowMs: 92_000, downSinceMs: 30_000 }).kind, "away");
  strictEqual(stateOf({ ...asleep, lastMessageMs: 91_000 }).kind, "live");
  strictEqual(stateOf({ ...asleep, socket: STOPPED, events: STOPPED }).kind, "rendered");
});

Deno.test("sameNexusState sees every field that is shown", () => {
  const away = { kind: "away", lastMessageAtMs: 1, retryAtMs: 2 } as const;
  strictEqual(sameNexusState(away, { ...away }), true);
  strictEqual(sameNexusState(away, { ...away, retryAtMs: null }), false);
  strictEqual(sameNexusState(away, { ...away, lastMessageAtMs: 2 }), false);
  strictEqual(sameNexusState(away, { kind: "silent", lastMessageAtMs: 1 }), false);
  strictEqual(sameNexusState({ kind: "live" }, { kind: "live" }), true);
  const dialling = { kind: "reconnecting", retryAtMs: null } as const;
  strictEqual(sameNexusState(dialling, { ...dialling }), true);
  strictEqual(sameNexusState(dialling, { ...dialling, retryAtMs: 5 }), false);
});

Deno.test("plannedTopics takes over after eight seconds and hands back after five", () => {
  const down = { state: waiting(0), sinceMs: 1_000 };
  const up = { state: OPEN, sinceMs: 1_000 };
  const plan = (now: readonly string[], other: typeof down, nowMs: number) =>
    plannedTopics(SOCKET_TOPICS, now, other, nowMs);
  strictEqual(plan(SOCKET_TOPICS, down, 8_999), SOCKET_TOPICS);
  strictEqual(plan(SOCKET_TOPICS, down, 9_000), ALL_TOPICS);
  strictEqual(plan(ALL_TOPICS, up, 5_999), ALL_TOPICS);
  strictEqual(plan(ALL_TOPICS, up, 6_000), SOCKET_TOPICS);
  strictEqual(plan(SOCKET_TOPICS, { state: STOPPED, sinceMs: 0 }, 60_000), SOCKET_TOPICS);
  deepStrictEqual([...SOCKET_TOPICS, ...EVENT_TOPICS].sort(), ["ami", "links", "nodes", "talkers"]);
});
