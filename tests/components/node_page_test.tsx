import { doesNotMatch, match } from "node:assert/strict";
import { signal } from "@preact/signals";
import { renderToString } from "preact-render-to-string";
import { NodePageFacts } from "../../components/NodePageFacts.tsx";
import { NodePageView } from "../../components/NodePageView.tsx";
import {
  modelFromSnapshot,
  type NexusState,
  NodeLinkChoice,
  NodePageFeed,
  type NodePageParts,
} from "../../lib/client/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import type { NodeFlags } from "../../lib/wire/mod.ts";
import { ago, link, NOW_MS, snapshot, status } from "../client/builders.ts";
import { nodeDetail, USUAL_FLAGS } from "../wire/samples.ts";
import { words } from "./render.tsx";

/** Parts that are never read anew. */
function parts(fields: Partial<NodePageParts> = {}): NodePageFeed {
  const never = () => Promise.reject(new Error("nothing is read here"));
  const environment = {
    clock: new VirtualClock(0),
    readDetail: never,
    readNetwork: never,
    readHistory: never,
  };
  return new NodePageFeed("1999", {
    detail: nodeDetail({ flags: USUAL_FLAGS, flags_at: ago(70) }),
    tree: { branches: [], unplaced: [], hops: [], unknown: 0 },
    networkMark: "",
    treeAtMs: NOW_MS,
    history: { node_id: "1999", sessions: [], transmissions: [], days: [], generated_at: ago(0) },
    variables: {},
    ...fields,
  }, environment);
}

function render(
  nodes = [status([link("2000")])],
  nexus: NexusState = { kind: "live" },
  fields: Partial<NodePageParts> = {},
): string {
  return renderToString(
    <NodePageView
      nodeId="1999"
      model={signal(modelFromSnapshot(snapshot({ nodes })))}
      now={signal(NOW_MS)}
      nexus={signal(nexus)}
      parts={parts(fields)}
      links={new NodeLinkChoice(null, "/base")}
      query={signal("")}
      search={() => {}}
      home="/base/"
      pageVersion="1.0.0"
    />,
  );
}

const facts = (flags: Partial<NodeFlags>) =>
  renderToString(
    <NodePageFacts detail={nodeDetail({ flags: { ...USUAL_FLAGS, ...flags }, flags_at: ago(0) })} />,
  );

Deno.test("NodePageView shows the node, its links and its status, and does not link to itself", () => {
  const html = render();
  match(words(html), /1999 .* 1 adjacent.*Status As of 1 min ago Transmitter Enabled/);
  match(html, /data-node="2000"/);
  match(html, /href="\?sort=node"/);
  doesNotMatch(html, /href="nodes\/|href="\/base/);
  doesNotMatch(html, / style=|undefined|NaN/);
});

Deno.test("NodePageView says that Nexus is away, and that its node is gone", () => {
  const away = render(undefined, { kind: "away", lastMessageAtMs: NOW_MS - 10_000, retryAtMs: null });
  match(away, /data-frozen="yes"/);
  match(words(away), /As of 1 min ago/, "its age stands still too");
  match(words(render([])), /Node 1999 is no longer here/);
});

Deno.test("NodePageFacts marks what is out of the ordinary, in words and by more than colour", () => {
  doesNotMatch(facts({}), /data-tone="unusual"/);
  const cases: [Partial<NodeFlags>, RegExp][] = [
    [{ transmitter: "disabled" }, /Transmitter Disabled/],
    [{ time_out_timer_state: "timed_out" }, /Time-out timer Enabled, timed out/],
    [{ time_out_timer: "disabled" }, /Time-out timer Disabled, at rest/],
    [{ parrot: "enabled" }, /Parrot On/],
    [{ autopatch_state: "failed" }, /Autopatch Enabled, failed/],
    [{ incoming_connections: "disabled" }, /Incoming connections Disabled/],
  ];
  for (const [flags, expected] of cases) {
    match(words(facts(flags)), expected);
    match(facts(flags), /data-tone="unusual"/);
  }
});

Deno.test("NodePageFacts says what is not known and keeps what is known beside it", () => {
  const text = words(facts({ time_out_timer: null, autopatch: null, autopatch_state: null, tail: null }));
  match(text, /Time-out timer Switch not known, at rest/);
  match(text, /Autopatch Not known/);
  match(text, /Tail Not known/);
});
