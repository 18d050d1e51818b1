import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type OnAir, onAir, type Talker } from "../../lib/client/mod.ts";
import type { LinkInfo, NodeStatus, TalkerEvent } from "../../lib/wire/mod.ts";
import { ago, link, model, NOW_MS, server, status, talk } from "./builders.ts";

/** A keyed link of `localNode`, since `seconds` ago. */
function keyed(localNode: string, node: string, seconds = 10): LinkInfo {
  const since = ago(seconds);
  return link(node, {
    local_node: localNode,
    current_tx: true,
    current_tx_since: since,
    last_heard_at: ago(0),
  });
}

function heard(localNode: string, node: string, secondsAgo: number): LinkInfo {
  return link(node, { local_node: localNode, last_heard_at: ago(secondsAgo) });
}

function node(nodeId: string, links: readonly LinkInfo[], fields: Partial<NodeStatus> = {}): NodeStatus {
  return status(links, { node_id: nodeId, ...fields });
}

function told(nodes: readonly NodeStatus[], talkers: readonly TalkerEvent[] = []): OnAir {
  return onAir(model({ nodes, talkers }), NOW_MS);
}

function talkersOf(shown: OnAir): readonly Talker[] {
  return "talkers" in shown ? shown.talkers : [];
}

/** Talkers as `1999>2000`; `1999*` is the receiver of 1999, and a double ends in `!`. */
function ways(talkers: readonly Talker[]): readonly string[] {
  return talkers.map((talker) => {
    const on = talker.on.map(({ nodeId }) => nodeId).join("+");
    return (talker.local ? `${on}*` : `${on}>${talker.node}`) + (talker.doubles ? "!" : "");
  });
}

Deno.test("onAir tells who talks, through which link and node, since when, with name and place", () => {
  const link2000 = {
    ...keyed("1999", "2000", 12),
    callsign: "W1ABC",
    description: "Hub",
    location: "Boston",
  };
  deepStrictEqual(told([node("1999", [link2000, heard("1999", "2001", 5)], { name: "Hilltop" })]), {
    kind: "talking",
    unheard: [],
    talkers: [{
      key: "\0" + "2000",
      node: "2000",
      local: false,
      callsign: "W1ABC",
      description: "Hub",
      location: "Boston",
      on: [{ nodeId: "1999", name: "Hilltop" }],
      atMs: NOW_MS - 12_000,
      doubles: false,
    }],
  });
});

Deno.test("onAir names the local receiver, since when its start is known, with the name of its node", () => {
  const shown = node("1999", [], { rx_keyed: true, callsign: "W1AW", location: "Newington" });
  const [unseen] = talkersOf(told([shown]));
  strictEqual(unseen?.local, true);
  strictEqual(unseen.callsign, "W1AW");
  strictEqual(unseen.location, "Newington");
  strictEqual(unseen.atMs, null, "its start was not seen, so none is invented");
  strictEqual(talkersOf(told([shown], [talk("1999", -7, null)]))[0]?.atMs, NOW_MS - 7_000);
  strictEqual(talkersOf(told([shown], [talk("1999", -7, 3)]))[0]?.atMs, null, "that one had ended");
});

Deno.test("onAir tells all who double, the longest first", () => {
  const shown = node("1999", [keyed("1999", "2001", 3), keyed("1999", "2000", 12)], { rx_keyed: true });
  deepStrictEqual(ways(talkersOf(told([shown], [talk("1999", -5, null)]))), [
    "1999>2000!",
    "1999*!",
    "1999>2001!",
  ]);
});

Deno.test("onAir calls nothing a double where local nodes are not linked", () => {
  const apart = told([node("1999", [keyed("1999", "2000")]), node("1998", [], { rx_keyed: true })]);
  deepStrictEqual(ways(talkersOf(apart)).toSorted(), ["1998*", "1999>2000"]);
  const linked = told([
    node("1999", [keyed("1999", "2000"), keyed("1999", "1998")]),
    node("1998", [keyed("1998", "1999")], { rx_keyed: true }),
  ]);
  deepStrictEqual(ways(talkersOf(linked)).toSorted(), ["1998*!", "1999>2000!"]);
});

Deno.test("onAir shows the source and not the links between local nodes that pass it on", () => {
  const receiver = [node("1999", [keyed("1999", "1998")]), node("1998", [], { rx_keyed: true })];
  deepStrictEqual(ways(talkersOf(told(receiver))), ["1998*"]);
  const far = [
    node("1999", [keyed("1999", "1998")]),
    node("1998", [keyed("1998", "2000"), link("1999", { local_node: "1998" })]),
  ];
  deepStrictEqual(ways(talkersOf(told(far))), ["1998>2000"]);
  const chain = [
    node("1999", [keyed("1999", "1998")]),
    node("1998", [keyed("1998", "1997")]),
    node("1997", [], { rx_keyed: true }),
  ];
  deepStrictEqual(ways(talkersOf(told(chain))), ["1997*"]);
  deepStrictEqual(ways(talkersOf(told(chain.toReversed()))), ["1997*"]);
});

Deno.test("onAir keeps a link to a local node whose own source is not known", () => {
  const one = [node("1999", [keyed("1999", "1998")]), node("1998", [])];
  deepStrictEqual(ways(talkersOf(told(one))), ["1999>1998"]);
  const chain = [
    node("1999", [keyed("1999", "1998")]),
    node("1998", [keyed("1998", "1997")]),
    node("1997", []),
  ];
  deepStrictEqual(ways(talkersOf(told(chain))), ["1998>1997"]);
  const stale = [
    node("1999", [keyed("1999", "1998")]),
    node("1998", [], { rx_keyed: true, stale: true, ami: "retrying" }),
  ];
  deepStrictEqual(ways(talkersOf(told(stale))), ["1999>1998"], "what a stale node knew is no source");
  const echo = [node("1999", [keyed("1999", "1998")]), node("1998", [keyed("1998", "1999")])];
  strictEqual(talkersOf(told(echo)).length, 2);
});

Deno.test("onAir shows a far end that several local nodes hear once, since the first of them heard it", () => {
  const shown = told([node("1999", [keyed("1999", "2000", 3)]), node("1998", [keyed("1998", "2000", 4)])]);
  deepStrictEqual(ways(talkersOf(shown)), ["1999+1998>2000"]);
  strictEqual(talkersOf(shown)[0]?.atMs, NOW_MS - 4_000);
});

Deno.test("onAir tells in quiet who talked last, links, receivers and links that are gone", () => {
  const last = (nodes: readonly NodeStatus[], talkers: readonly TalkerEvent[] = []) => {
    const shown = told(nodes, talkers);
    strictEqual(shown.kind, "quiet");
    return shown.kind === "quiet" && shown.last !== null ? [ways([shown.last])[0], shown.last.atMs] : null;
  };
  strictEqual(last([node("1999", [link("2000")])]), null, "nobody was heard");
  const links = [heard("1999", "2000", 60), heard("1999", "2001", 9)];
  deepStrictEqual(last([node("1999", links)]), ["1999>2001", NOW_MS - 9_000]);
  deepStrictEqual(last([node("1999", links)], [talk("1999", -4, 2)]), ["1999*", NOW_MS - 4_000]);
  deepStrictEqual(last([node("1999", links)], [talk("2002", -4, 2)]), ["1999>2002", NOW_MS - 4_000]);
  deepStrictEqual(
    last([node("1998", [])], [talk("2002", -4, 2)]),
    null,
    "what other local nodes heard is not shown",
  );
});

Deno.test("onAir tells in quiet the source of the last talk, not who passed it on", () => {
  const nodes = [node("1999", [heard("1999", "1998", 4)]), node("1998", [heard("1998", "2000", 5)])];
  const shown = told(nodes);
  deepStrictEqual(shown.kind === "quiet" && shown.last && ways([shown.last]), ["1998>2000"]);
  const older = told([node("1999", [heard("1999", "1998", 4)]), node("1998", [heard("1998", "2000", 60)])]);
  deepStrictEqual(older.kind === "quiet" && older.last && ways([older.last]), ["1999>1998"]);
  const both = told([node("1999", [heard("1999", "2000", 4)]), node("1998", [heard("1998", "2000", 4)])]);
  deepStrictEqual(both.kind === "quiet" && both.last && ways([both.last]), ["1999+1998>2000"]);
});

Deno.test("onAir is stale when nothing is known of any node, with what was known and when", () => {
  const lost = { stale: true, ami: "retrying", updated_at: ago(200) } as const;
  const servers = [server({ state: "retrying", since: ago(198) })];
  const nodes = [
    node("1999", [keyed("1999", "2000", 204)], lost),
    node("1998", [], { ...lost, updated_at: ago(210) }),
  ];
  const shown = onAir(model({ nodes, servers }), NOW_MS);
  strictEqual(shown.kind, "stale");
  deepStrictEqual(ways(talkersOf(shown)), ["1999>2000"]);
  strictEqual(shown.kind === "stale" && shown.asOfMs, NOW_MS - 200_000);
  const never = told([node("1999", [], { stale: true, ami: "connecting", updated_at: null })]);
  deepStrictEqual(never, { kind: "stale", talkers: [], last: null, asOfMs: null });
});

Deno.test("onAir tells what is live and names the nodes nothing is known of", () => {
  const lost = node("1998", [keyed("1998", "2001")], { stale: true, ami: "retrying" });
  const talking = told([node("1999", [keyed("1999", "2000")]), lost]);
  deepStrictEqual(ways(talkersOf(talking)), ["1999>2000"]);
  deepStrictEqual(talking.kind === "talking" && talking.unheard, ["1998"]);
  const quiet = told([node("1999", []), lost]);
  strictEqual(quiet.kind, "quiet", "a key that was down when its node was lost says nothing of now");
  deepStrictEqual(quiet.kind === "quiet" && quiet.unheard, ["1998"]);
});

Deno.test("onAir is empty without nodes, and counts instants after now as now", () => {
  deepStrictEqual(told([]), { kind: "empty" });
  strictEqual(talkersOf(told([node("1999", [keyed("1999", "2000", -60)])]))[0]?.atMs, NOW_MS);
});

Deno.test("onAir shows somebody whenever anything is keyed, however local nodes are linked", () => {
  const ids = ["1", "2", "3", "4"];
  const nodes = fc.tuple(...ids.map((id) =>
    fc.record({
      keyed: fc.subarray([...ids.filter((other) => other !== id), "2000", "2001"]),
      rx: fc.boolean(),
    }).map(({ keyed: names, rx }) => node(id, names.map((name) => keyed(id, name)), { rx_keyed: rx }))
  ));
  fc.assert(fc.property(nodes, (shown) => {
    const anything = shown.some((each) => each.rx_keyed || each.links.length > 0);
    const result = told(shown);
    strictEqual(result.kind, anything ? "talking" : "quiet");
    const seen = ways(talkersOf(result));
    strictEqual(new Set(seen).size, seen.length, "nobody twice");
    for (const each of shown) {
      if (each.rx_keyed) ok(seen.some((way) => way.startsWith(`${each.node_id}*`)), "a receiver is a source");
    }
  }));
});
