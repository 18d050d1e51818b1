import { deepStrictEqual, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { applyMessage, type DashboardModel, replaceHealth, retainNodes } from "../../lib/client/mod.ts";
import type { Envelope } from "../../lib/wire/mod.ts";
import { ago, edge, link, message, model, NOW_MS, server, snapshot, status, talk } from "./builders.ts";

function after(start: DashboardModel, ...messages: readonly Envelope[]): DashboardModel {
  return messages.reduce<DashboardModel>(applyMessage, start);
}

function linkOf(shown: DashboardModel, node: string) {
  return shown.nodes.get("1999")?.links.get(node);
}

Deno.test("applyMessage adds, updates and removes links", () => {
  const added = after(model(), message("LINK_ADDED", [link("2000"), link("2001")]));
  deepStrictEqual([...added.nodes.get("1999")?.links.keys() ?? []], ["2000", "2001"]);
  const updated = after(added, message("LINK_UPDATED", [link("2001", { mode: "R" })], 12));
  strictEqual(linkOf(updated, "2001")?.mode, "R");
  strictEqual(linkOf(updated, "2000"), linkOf(added, "2000"), "an untouched link stays the same object");
  const removed = after(updated, message("LINK_REMOVED", [{ local_node: "1999", node: "2000" }], 13));
  deepStrictEqual([...removed.nodes.get("1999")?.links.keys() ?? []], ["2001"]);
});

Deno.test("applyMessage lets totals and session grow by what an edge adds", () => {
  const start = model({ nodes: [status([link("2000", { total_tx_seconds: 100, session_tx_seconds: 40 })])] });
  const keyed = after(start, message("LINK_TX_BATCH", [edge("2000", "START", 1, 100)], 11, 1));
  deepStrictEqual(
    [linkOf(keyed, "2000")?.keyedSinceMs, linkOf(keyed, "2000")?.endedTotalTxSeconds],
    [NOW_MS + 1000, 100],
  );
  const stopped = after(keyed, message("LINK_TX", edge("2000", "STOP", 8.5, 107.5), 12, 9));
  deepStrictEqual(
    [linkOf(stopped, "2000")?.keyedSinceMs, linkOf(stopped, "2000")?.lastHeardAtMs],
    [null, NOW_MS + 8500],
  );
  strictEqual(linkOf(stopped, "2000")?.endedTotalTxSeconds, 107.5);
  strictEqual(linkOf(stopped, "2000")?.endedSessionTxSeconds, 47.5);
});

Deno.test("applyMessage counts a transmission once when its status came before its edges", () => {
  const start = model({
    nodes: [status([link("2000", { total_tx_seconds: 107.5, session_tx_seconds: 47.5 })])],
  });
  const late = [edge("2000", "START", -9, 100), edge("2000", "STOP", -1.5, 107.5)];
  const shown = linkOf(after(start, message("LINK_TX_BATCH", late)), "2000");
  deepStrictEqual([shown?.endedTotalTxSeconds, shown?.endedSessionTxSeconds], [107.5, 47.5]);
});

Deno.test("applyMessage leaves the running part out of the sums of a status", () => {
  const running = link("2000", {
    current_tx: true,
    current_tx_since: ago(10),
    total_tx_seconds: 110,
    session_tx_seconds: 50,
  });
  const shown = linkOf(model({ nodes: [status([running])] }), "2000");
  deepStrictEqual([shown?.endedTotalTxSeconds, shown?.endedSessionTxSeconds], [100, 40]);
});

Deno.test("applyMessage keeps a keyed link the same object when a later status says the same", () => {
  const since = { current_tx: true, current_tx_since: ago(10) };
  const start = model({ nodes: [status([link("2000", { ...since, total_tx_seconds: 110 })])] });
  const again = status([
    link("2000", { ...since, total_tx_seconds: 115, session_tx_seconds: 5.01, elapsed_seconds: 3605 }),
  ]);
  const later = after(start, message("STATUS_UPDATE", again, 11, 5));
  strictEqual(linkOf(later, "2000"), linkOf(start, "2000"));
  strictEqual(later.nodes.get("1999")?.links, start.nodes.get("1999")?.links);
});

Deno.test("applyMessage drops links that a status no longer has, and keeps what is newer than the status", () => {
  const start = model({ nodes: [status([link("2000"), link("2001")])] });
  const newer = after(
    start,
    message("LINK_ADDED", [link("2002")], 20),
    message("LINK_REMOVED", [{ local_node: "1999", node: "2001" }], 21),
  );
  const older = after(newer, message("STATUS_UPDATE", status([link("2001")]), 15));
  deepStrictEqual([...older.nodes.get("1999")?.links.keys() ?? []], ["2002"]);
  const covered = after(older, message("STATUS_UPDATE", status([link("2001")]), 22));
  deepStrictEqual([...covered.nodes.get("1999")?.links.keys() ?? []], ["2001"]);
  strictEqual(covered.nodes.get("1999")?.linkSeqs.size, 0, "a status forgets the numbers it covers");
});

Deno.test("applyMessage ignores messages older than what is shown", () => {
  const start = after(model(), message("STATUS_UPDATE", status([link("2000")]), 30));
  for (
    const old of [
      message("STATUS_UPDATE", status(), 29),
      message("LINK_REMOVED", [{ local_node: "1999", node: "2000" }], 29),
      message("LINK_TX", edge("2000", "START", 0, 0), 29),
      message("NODE_TX", { node: "1999", keyed: true, at: ago(0) }, 29),
    ]
  ) strictEqual(after(start, old), start, old.messageType);
});

Deno.test("applyMessage follows the local transmitter and receiver and when they keyed", () => {
  const view = (shown: DashboardModel) => shown.nodes.get("1999")?.view;
  const tx = after(model(), message("NODE_TX", { node: "1999", keyed: true, at: ago(3) }, 12));
  deepStrictEqual([view(tx)?.txKeyed, view(tx)?.txSinceMs, view(tx)?.rxKeyed], [true, NOW_MS - 3000, false]);
  const both = after(tx, message("NODE_RX", { node: "1999", keyed: true, at: ago(1) }, 13));
  const told = after(both, message("STATUS_UPDATE", status([], { tx_keyed: true, rx_keyed: true }), 14));
  deepStrictEqual([view(told)?.txSinceMs, view(told)?.rxSinceMs], [NOW_MS - 3000, NOW_MS - 1000]);
  const off = after(told, message("NODE_TX", { node: "1999", keyed: false, at: ago(0) }, 15));
  deepStrictEqual([view(off)?.txKeyed, view(off)?.txSinceMs], [false, null]);
});

Deno.test("applyMessage keeps newer keying against an older status of the other stream", () => {
  const keyed = after(model(), message("NODE_RX", { node: "1999", keyed: true, at: ago(0) }, 20));
  const shown = after(keyed, message("STATUS_UPDATE", status([], { rx_keyed: false }), 19));
  strictEqual(shown.nodes.get("1999")?.view.rxKeyed, true);
});

Deno.test("applyMessage begins to count anew with a new run of the server", () => {
  const start = after(model(), message("STATUS_UPDATE", status([link("2000")]), 900));
  const welcome = { version: "1.0.1", seq: 1, user: null, role: "anonymous", epoch: "b" };
  const shown = after(start, message("WELCOME", welcome, 1), message("STATUS_UPDATE", status(), 1));
  deepStrictEqual([shown.epoch, shown.version, shown.nodes.get("1999")?.links.size], ["b", "1.0.1", 0]);
  const same = message("WELCOME", { ...welcome, epoch: "a" }, 5);
  strictEqual(after(start, same), start, "the welcome of the same run changes nothing");
});

Deno.test("applyMessage keeps the age of a server's state while it goes on", () => {
  const retry = (attempt: number, seq: number, seconds: number) =>
    message(
      "AMI_STATUS",
      { server: "home", state: "retrying", attempt, retry_in: 15, error: "refused" },
      seq,
      seconds,
    );
  const lost = after(model(), retry(1, 11, 0), retry(2, 12, 20)).servers.get("home");
  deepStrictEqual(lost, {
    server: "home",
    state: "retrying",
    sinceMs: NOW_MS,
    attempts: 2,
    retryAtMs: NOW_MS + 35_000,
    lastError: "refused",
  });
});

Deno.test("applyMessage keeps the talker log in order, each event once, within its bound", () => {
  const events = [talk("2000", 0, null), talk("2000", 5, 5), talk("2001", 6, null)];
  const shown = after(
    model(),
    message("TALKER_EVENT", events[0] ?? talk("", 0, 0), 11),
    message("TALKER_EVENT", events[2] ?? talk("", 0, 0), 13),
    message("TALKER_EVENT", events[1] ?? talk("", 0, 0), 12),
    message("TALKER_EVENT", events[1] ?? talk("", 0, 0), 12),
  );
  deepStrictEqual(shown.talkers, events.toReversed());
  const many = Array.from({ length: 500 }, (_, index) => talk("2000", index, 1)).reverse();
  strictEqual(after(shown, message("TALKER_LOG_SNAPSHOT", [...many, ...many], 20)).talkers.length, 200);
  strictEqual(after(shown, message("TALKER_LOG_SNAPSHOT", [], 9)), shown, "an old snapshot changes nothing");
});

Deno.test("applyMessage remembers totals of links for the top list, also of those that are gone", () => {
  const shown = after(
    model({ nodes: [status([link("2000", { callsign: "W1ABC" })])] }),
    message("LINK_TX", edge("2000", "STOP", 1, 12), 11),
    message("LINK_REMOVED", [{ local_node: "1999", node: "2000" }], 12),
  );
  deepStrictEqual([...shown.top.values()], [
    { localNode: "1999", node: "2000", callsign: "W1ABC", description: null, totalTxSeconds: 12 },
  ]);
});

Deno.test("applyMessage bounds the top list by forgetting the smallest total", () => {
  const stops = Array.from({ length: 260 }, (_, index) => edge(String(3000 + index), "STOP", 1, index + 1));
  const shown = after(model(), message("LINK_TX_BATCH", stops));
  strictEqual(shown.top.size, 200);
  strictEqual(Math.min(...[...shown.top.values()].map((entry) => entry.totalTxSeconds)), 61);
});

Deno.test("applyMessage counts what it does not know and changes nothing else", () => {
  const start = model();
  const shown = applyMessage(applyMessage(start, null), message("ERROR", { code: "x", message: "y" }));
  deepStrictEqual({ ...shown, ignored: 0 }, start);
  strictEqual(shown.ignored, 2);
  strictEqual(applyMessage(start, message("HEARTBEAT", {})), start);
  strictEqual(applyMessage(start, message("LINK_ADDED", [link("2000", { local_node: "7777" })])), start);
});

Deno.test("replaceHealth takes servers and database, and keeps the servers when told to", () => {
  const database = { state: "failing", since: ago(1), error: "disk full", dropped_writes: 2 } as const;
  const start = model();
  const kept = replaceHealth(start, null, database);
  strictEqual(kept.servers, start.servers);
  strictEqual(kept.database, database);
  const replaced = replaceHealth(start, [server({ server: "club" })], database);
  deepStrictEqual([...replaced.servers.keys()], ["club"]);
});

Deno.test("retainNodes forgets nodes that the server no longer has", () => {
  const start = model({ nodes: [status(), status([], { node_id: "1998" })] });
  const kept = retainNodes(start, new Set(["1998"]), NOW_MS);
  deepStrictEqual([...kept.nodes.keys()], ["1998"]);
  deepStrictEqual(kept.gone, [{ nodeId: "1999", name: "", goneAtMs: NOW_MS }], "and remembers which went");
  strictEqual(retainNodes(start, new Set(["1999", "1998", "5"]), NOW_MS), start);
  const back = applyMessage(kept, message("STATUS_UPDATE", status(), 900));
  deepStrictEqual(
    [[...back.nodes.keys()], back.gone],
    [["1998", "1999"], []],
    "one that comes back is not gone",
  );
});

Deno.test("modelFromSnapshot survives instants that are none", () => {
  const odd = snapshot({
    nodes: [status([link("2000", { connected_since: "yesterday", last_heard_at: "", current_tx: true })], {
      booted_at: "?",
      uptime_sec: null,
      updated_at: "",
    })],
    servers: [server({ since: "never" })],
  });
  const shown = model(odd);
  const view = shown.nodes.get("1999")?.view;
  deepStrictEqual([view?.bootedAtMs, view?.updatedAtMs], [null, null]);
  ok(Number.isFinite(linkOf(shown, "2000")?.connectedSinceMs ?? NaN), "counted back from the length");
  strictEqual(linkOf(shown, "2000")?.keyedSinceMs, NOW_MS);
  strictEqual(shown.servers.get("home")?.sinceMs, null);
  notStrictEqual(shown, undefined);
});
