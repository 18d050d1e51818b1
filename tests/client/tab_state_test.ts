import { match, strictEqual } from "node:assert/strict";
import { modelFromSnapshot, type NexusState, tabIcon, tabState, tabTitle } from "../../lib/client/mod.ts";
import type { NodeStatus } from "../../lib/wire/mod.ts";
import { ago, link, snapshot, status } from "./builders.ts";

const LIVE: NexusState = { kind: "live" };
const stateOf = (nodes: readonly NodeStatus[], nexus: NexusState = LIVE) =>
  tabState(modelFromSnapshot(snapshot({ nodes })), nexus);
const keyed = link("2000", { current_tx: true, current_tx_since: ago(3) });

Deno.test("tabState tells the transmitter, then anybody who is heard, then nothing", () => {
  strictEqual(stateOf([]), "idle");
  strictEqual(stateOf([status([link("2000")])]), "idle");
  strictEqual(stateOf([status([keyed])]), "receiving");
  strictEqual(stateOf([status([], { rx_keyed: true })]), "receiving");
  strictEqual(stateOf([status(), status([keyed], { node_id: "1998", tx_keyed: true })]), "transmitting");
});

Deno.test("tabState shows nothing that may no longer be true", () => {
  const busy = [status([keyed], { tx_keyed: true })];
  strictEqual(stateOf(busy, { kind: "away", lastMessageAtMs: 0, retryAtMs: null }), "offline");
  strictEqual(stateOf(busy, { kind: "silent", lastMessageAtMs: 0 }), "offline");
  strictEqual(stateOf(busy, { kind: "reconnecting", retryAtMs: null }), "transmitting");
  strictEqual(stateOf([status([keyed], { tx_keyed: true, stale: true })]), "offline");
  strictEqual(stateOf([status([keyed], { stale: true }), status([], { node_id: "1998" })]), "idle");
});

Deno.test("tabTitle puts the state before the title, once", () => {
  strictEqual(tabTitle("Nexus", "idle"), "Nexus");
  const busy = tabTitle("Nexus", "transmitting");
  strictEqual(busy, "▲ TX · Nexus");
  strictEqual(tabTitle(busy, "offline"), "✕ Offline · Nexus");
  strictEqual(tabTitle(tabTitle(busy, "receiving"), "idle"), "Nexus");
});

Deno.test("tabIcon holds another picture for every state but the idle one, which has the page's own", () => {
  strictEqual(tabIcon("idle"), null);
  const icons = (["receiving", "transmitting", "offline"] as const).map((state) => String(tabIcon(state)));
  for (const icon of icons) {
    const [head, drawing = ""] = icon.split(",");
    strictEqual(head, "data:image/svg+xml");
    match(
      decodeURIComponent(drawing),
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 32 32">(<(rect|path) [^<>]+\/>){2}<\/svg>$/,
    );
  }
  strictEqual(new Set(icons).size, 3);
});
