import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  directionSentence,
  modeSentence,
  parseLinkTransmissions,
  publicPages,
} from "../../lib/client/mod.ts";
import { ago, link, model, NOW_MS, status } from "./builders.ts";

Deno.test("parseLinkTransmissions reads starts and ends, and leaves out what has no start", () => {
  const transmissions = [
    { started_at: ago(5), ended_at: null },
    { started_at: ago(50), ended_at: ago(40), more: 1 },
    { started_at: "soon" },
    null,
  ];
  deepStrictEqual(parseLinkTransmissions({ ok: true, data: { transmissions } }), [
    { startedAtMs: NOW_MS - 5_000, endedAtMs: null },
    { startedAtMs: NOW_MS - 50_000, endedAtMs: NOW_MS - 40_000 },
  ]);
  for (const other of [null, "x", {}, { data: {} }, { data: { transmissions: {} } }]) {
    strictEqual(parseLinkTransmissions(other), undefined);
  }
});

Deno.test("publicPages are those of public AllStarLink numbers only", () => {
  const stats = "https://stats.allstarlink.org/stats/";
  deepStrictEqual(publicPages({ kind: "allstar", node: "2000" }).map(({ url }) => url), [
    `${stats}2000`,
    `${stats}2000/networkMap`,
  ]);
  for (const kind of ["echolink", "irlp", "text", "private"] as const) {
    deepStrictEqual(publicPages({ kind, node: "2000" }), []);
  }
  deepStrictEqual(publicPages({ kind: "allstar", node: "2000/../x" }), []);
});

Deno.test("modeSentence and directionSentence say what each letter means", () => {
  const views = model({
    nodes: [status([
      link("1", { mode: "T", direction: "IN" }),
      link("2", { mode: "R", direction: "OUT" }),
      link("3", { mode: "L", direction: null }),
      link("4", { mode: null }),
      link("5", { mode: "T", link_state: "CONNECTING" }),
    ])],
  }).nodes.get("1999")?.links ?? new Map();
  deepStrictEqual([...views.values()].map(modeSentence), [
    "Transceive, audio both ways",
    "Monitor, this node only listens",
    "Local monitor, heard on this node alone",
    "Not known",
    "Connecting, no audio yet",
  ]);
  deepStrictEqual([...views.values()].slice(0, 3).map(directionSentence), [
    "In, 1 connected to 1999",
    "Out, 1999 connected to 2",
    "Not known",
  ]);
});
