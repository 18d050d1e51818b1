import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  frozenAtMs,
  linkCounts,
  nodeActivity,
  type NodeModel,
  orderedLinkIds,
  sessionPercent,
  sessionTxSeconds,
  totalTxSeconds,
} from "../../lib/client/mod.ts";
import type { NodeStatus } from "../../lib/wire/mod.ts";
import { ago, link, model, NOW_MS, server, status, talk } from "./builders.ts";

function nodeOf(shown: NodeStatus): NodeModel {
  const node = model({ nodes: [shown] }).nodes.get(shown.node_id);
  if (!node) throw new Error("no such node in the model");
  return node;
}

const keyed = { current_tx: true, current_tx_since: ago(10), last_heard_at: ago(0) };

Deno.test("orderedLinkIds puts keyed links first, then the last heard, then never heard by number", () => {
  const links = [
    link("900"),
    link("KF8S"),
    link("2000", { last_heard_at: ago(60) }),
    link("2001", { last_heard_at: ago(5) }),
    link("80"),
    link("2003", { ...keyed, current_tx_since: ago(1) }),
    link("2002", keyed),
  ];
  const order = ["2002", "2003", "2001", "2000", "80", "900", "KF8S"];
  deepStrictEqual(orderedLinkIds(nodeOf(status(links)).links), order);
  deepStrictEqual(orderedLinkIds(nodeOf(status(links.toReversed())).links), order);
});

Deno.test("linkCounts tells adjacent, connecting and network apart", () => {
  const links = [link("2000"), link("2001"), link("2002", { link_state: "CONNECTING" })];
  deepStrictEqual(linkCounts(nodeOf(status(links, { num_links: 312 }))), {
    adjacent: 2,
    connecting: 1,
    network: 312,
  });
  strictEqual(linkCounts(nodeOf(status(links, { num_links: 0 }))).network, 2);
});

Deno.test("totalTxSeconds, sessionTxSeconds and sessionPercent run while the link is keyed", () => {
  const [view] = nodeOf(status([
    link("2000", { ...keyed, total_tx_seconds: 110, session_tx_seconds: 46, connected_since: ago(100) }),
  ])).links.values();
  if (!view) throw new Error("no link");
  strictEqual(totalTxSeconds(view, NOW_MS + 2000), 112);
  strictEqual(sessionTxSeconds(view, NOW_MS + 2000), 48);
  strictEqual(sessionPercent(view, NOW_MS), 46);
  strictEqual(sessionPercent(view, NOW_MS - 100_000), null, "a session that is just beginning has no share");
  strictEqual(totalTxSeconds(view, NOW_MS - 60_000), 100, "a clock that is behind never takes anything away");
});

Deno.test("nodeActivity names everybody who talks, the local receiver first, then the longest", () => {
  const links = [
    link("2000", { ...keyed, callsign: "W1ABC" }),
    link("2001", { ...keyed, current_tx_since: ago(30) }),
    link("2002", { last_heard_at: ago(1) }),
  ];
  const activity = nodeActivity(nodeOf(status(links, { rx_keyed: true })), [talk("1999", -4, null)]);
  strictEqual(activity.kind, "talking");
  const voices = activity.kind === "talking" ? activity.voices : [];
  deepStrictEqual(voices.map((voice) => [voice.node, voice.local, voice.atMs]), [
    ["1999", true, NOW_MS - 4_000],
    ["2001", false, NOW_MS - 30_000],
    ["2000", false, NOW_MS - 10_000],
  ]);
});

Deno.test("nodeActivity of a quiet node names who was heard last, or nobody", () => {
  const links = [link("2000", { last_heard_at: ago(190), callsign: "W1ABC" }), link("2001")];
  const activity = nodeActivity(nodeOf(status(links)), []);
  deepStrictEqual(activity, {
    kind: "quiet",
    last: { node: "2000", local: false, callsign: "W1ABC", description: null, atMs: NOW_MS - 190_000 },
  });
  deepStrictEqual(nodeActivity(nodeOf(status([link("2001")])), []), { kind: "quiet", last: null });
});

Deno.test("frozenAtMs stops the times of a stale node where it was last told of", () => {
  const lost = model({
    nodes: [status([], { stale: true, ami: "retrying", updated_at: ago(204) })],
    servers: [server({ state: "retrying", since: ago(200) })],
  });
  const never = model({
    nodes: [status([], { stale: true, ami: "retrying", updated_at: null })],
    servers: [server({ state: "retrying", since: ago(200) })],
  });
  const frozen = (shown: typeof lost) => [...shown.nodes.values()].map((node) => frozenAtMs(shown, node));
  deepStrictEqual(frozen(lost), [NOW_MS - 204_000]);
  deepStrictEqual(frozen(never), [NOW_MS - 200_000]);
  deepStrictEqual(frozen(model()), [null]);
});

Deno.test("nodeActivity of a quiet node counts what the local receiver heard", () => {
  const quiet = nodeOf(status([link("2000", { last_heard_at: ago(190) })]));
  const last = (...talkers: Parameters<typeof talk>[]) => {
    const activity = nodeActivity(quiet, talkers.map((each) => talk(...each)));
    return activity.kind === "quiet" ? [activity.last?.local, activity.last?.atMs] : activity;
  };
  deepStrictEqual(last(["1999", -50, 3], ["1999", -53, null]), [true, NOW_MS - 50_000]);
  deepStrictEqual(last(["1999", -200, 3]), [false, NOW_MS - 190_000]);
  deepStrictEqual(last(["2000", -20, 3]), [false, NOW_MS - 190_000]);
});
