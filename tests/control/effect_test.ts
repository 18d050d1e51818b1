import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type Command, type Evidence, judgeEffect, unknownEffect } from "../../lib/control/mod.ts";
import type { LinkInfo } from "../../lib/wire/mod.ts";
import { linkInfo } from "../wire/samples.ts";

const SENT_MS = 1_000_000;

function link(node: string, mode: LinkInfo["mode"] = "T", more: Partial<LinkInfo> = {}): LinkInfo {
  return linkInfo({ local_node: "1998", node, mode, link_state: "ESTABLISHED", ...more });
}

function tried(node: string): LinkInfo {
  return link(node, "C", { link_state: "CONNECTING" });
}

/** Evidence of a command that was sent when nothing was linked, and of which nothing was seen. */
function evidence(command: Command, more: Partial<Evidence> = {}): Evidence {
  return {
    command,
    sentAtMs: SENT_MS,
    before: [],
    links: [],
    polledAtMs: null,
    attemptSeenAtMs: null,
    dropped: null,
    dtmf: null,
    ...more,
  };
}

function stateOf(command: Command, more: Partial<Evidence> = {}): string {
  const outcome = judgeEffect(evidence(command, more));
  return outcome === null ? "nothing yet" : outcome.state;
}

const connect: Command = { action: "connect", target: "2001", permanent: false, disconnectFirst: false };
const alone: Command = { ...connect, disconnectFirst: true };
const disconnect: Command = { action: "disconnect", target: "2001" };
const all: Command = { action: "disconnect_all" };
const again: Command = { action: "reconnect" };
const dtmf: Command = { action: "dtmf", digits: "*1*32001" };

for (
  const [what, command, more, expected] of [
    ["a link that came", connect, { links: [link("2001")] }, "confirmed"],
    ["a link that is tried", connect, { links: [tried("2001")] }, "nothing yet"],
    [
      "another mode so far",
      connect,
      { links: [link("2001", "R")], polledAtMs: SENT_MS + 2_000 },
      "nothing yet",
    ],
    ["another mode for good", connect, { links: [link("2001", "R")], polledAtMs: SENT_MS + 6_000 }, "failed"],
    ["a link made anew whose mode is not told yet", connect, {
      before: [link("2001", "R", { connected_since: "2026-11-20T10:00:00.000Z" })],
      links: [link("2001", "R", { connected_since: "2026-11-20T10:05:00.000Z" })],
      polledAtMs: SENT_MS + 6_000,
    }, "nothing yet"],
    ["no link, and a poll of before", connect, { polledAtMs: SENT_MS - 10 }, "nothing yet"],
    ["no link, and an early poll", connect, { polledAtMs: SENT_MS + 2_000 }, "nothing yet"],
    ["no link, and a late poll", connect, { polledAtMs: SENT_MS + 6_000 }, "failed"],
    ["an attempt that a poll missed", connect, {
      attemptSeenAtMs: SENT_MS + 900,
      polledAtMs: SENT_MS + 2_500,
    }, "failed"],
    ["an attempt seen after the poll was asked", connect, {
      attemptSeenAtMs: SENT_MS + 900,
      polledAtMs: SENT_MS + 800,
    }, "nothing yet"],
    [
      "a link of before, not polled since",
      connect,
      { before: [link("2001")], links: [link("2001")] },
      "nothing yet",
    ],
    ["a link of before, polled since", connect, {
      before: [link("2001")],
      links: [link("2001")],
      polledAtMs: SENT_MS + 100,
    }, "confirmed"],
    [
      "alone, with another left",
      alone,
      { before: [link("1999")], links: [link("1999"), link("2001")] },
      "nothing yet",
    ],
    ["alone, with a client left that app_rpt leaves", alone, {
      before: [link("KF8S")],
      links: [link("KF8S"), link("2001")],
    }, "confirmed"],
    ["alone, with another left for good", alone, {
      before: [link("1999")],
      links: [link("1999"), link("2001")],
      polledAtMs: SENT_MS + 6_000,
    }, "failed"],
    ["a link that went", disconnect, { before: [link("2001")] }, "confirmed"],
    ["a link that stays", disconnect, {
      before: [link("2001")],
      links: [link("2001")],
      polledAtMs: SENT_MS + 6_000,
    }, "failed"],
    ["a link that nobody had, not polled", disconnect, {}, "nothing yet"],
    ["all gone", all, { before: [link("2001"), link("1999")] }, "confirmed"],
    ["one left so far", all, { before: [link("2001"), link("1999")], links: [link("1999")] }, "nothing yet"],
    ["one left for good", all, {
      before: [link("2001"), link("1999")],
      links: [link("1999")],
      polledAtMs: SENT_MS + 6_000,
    }, "failed"],
    ["what was dropped is back", again, { dropped: ["2001"], links: [link("2001")] }, "confirmed"],
    ["half of it is back", again, { dropped: ["2001", "1999"], links: [link("2001")] }, "nothing yet"],
    ["something is back, nobody knows of what", again, { links: [link("2001")] }, "confirmed"],
    [
      "something is tried, nobody knows of what",
      again,
      { links: [link("2001"), tried("1999")] },
      "nothing yet",
    ],
  ] as const
) {
  Deno.test(`judgeEffect of ${command.action} tells ${expected} of ${what}`, () => {
    strictEqual(stateOf(command, more), expected);
  });
}

Deno.test("judgeEffect believes of digits only what was counted and is the last that was dialled", () => {
  const before = { commands: 4, last: "81" };
  const told = (commands: number | null, last: string | null) =>
    stateOf(dtmf, { dtmf: { before, now: { commands, last } } });
  deepStrictEqual([told(5, "32001"), told(5, "*32001"), told(4, "32001"), told(5, "999"), told(null, null)], [
    "confirmed",
    "confirmed",
    "nothing yet",
    "nothing yet",
    "nothing yet",
  ]);
});

Deno.test("judgeEffect tells that a far end came back by itself", () => {
  const outcome = judgeEffect(evidence(disconnect, {
    before: [link("2001", "T", { connected_since: "2026-11-20T10:00:00.000Z" })],
    links: [link("2001", "T", { connected_since: "2026-11-20T10:05:00.000Z" })],
    polledAtMs: SENT_MS + 6_000,
  }));
  deepStrictEqual(outcome, {
    state: "failed",
    message: "2001 was disconnected and is linked again: the far end calls by itself",
  });
});

Deno.test("unknownEffect says of every action what was not seen", () => {
  const named = {
    name: "x",
    label: "X",
    run: "rpt fun %node% *1",
    nodes: null,
    role: "operator",
    ask: false,
  } as const;
  for (const command of [connect, disconnect, all, again, dtmf, { action: "named", named } as const]) {
    const { state, message } = unknownEffect(evidence(command), 15);
    deepStrictEqual([state, message.endsWith(" within 15 s")], ["unknown", true], message);
  }
});
