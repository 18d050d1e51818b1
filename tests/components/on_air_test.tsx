import { signal } from "@preact/signals";
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { DashboardView } from "../../components/DashboardView.tsx";
import type { TimelineProps } from "../../components/Timeline.tsx";
import {
  type DashboardSnapshot,
  type DashboardViewOptions,
  DEFAULT_VIEW,
  loadTimeline,
  modelFromSnapshot,
  type NexusState,
} from "../../lib/client/mod.ts";
import type { LinkInfo, NodeStatus } from "../../lib/wire/mod.ts";
import { ago, link, NOW_MS, server, snapshot, status } from "../client/builders.ts";
import { words } from "./render.tsx";

const LIVE: NexusState = { kind: "live" };

function render(
  fields: Partial<DashboardSnapshot>,
  view: Partial<DashboardViewOptions> = {},
  nexus: NexusState = LIVE,
  timeline?: TimelineProps,
): string {
  return renderToString(
    <DashboardView
      model={signal(modelFromSnapshot(snapshot(fields)))}
      now={signal(NOW_MS)}
      nexus={signal(nexus)}
      pageVersion="1.0.0"
      view={{ ...DEFAULT_VIEW, ...view }}
      timeline={timeline}
    />,
  );
}

/** The strip alone. */
function strip(html: string): string {
  const [found] = /<section class="on-air".*?<\/section>/s.exec(html) ?? [];
  ok(found, "there is no strip");
  return found;
}

const keyed = (node: string, seconds: number, fields: Partial<LinkInfo> = {}) =>
  link(node, { current_tx: true, current_tx_since: ago(seconds), ...fields });

const hub = keyed("2000", 12, { callsign: "W1ABC", description: "Hub", location: "Boston, MA" });
const named = (links: readonly LinkInfo[], fields: Partial<NodeStatus> = {}) =>
  status(links, { name: "Hilltop", ...fields });

Deno.test("OnAir shows who talks, through which link and node, for how long, with name and place", () => {
  const shown = strip(render({ nodes: [named([hub])] }));
  match(shown, /data-on-air="talking"/);
  match(words(shown), /^On air W1ABC Hub, Boston, MA through 2000 on 1999 Hilltop 0:12$/);
  match(shown, /data-count="1"/);
});

Deno.test("OnAir shows all who double, and counts those it has no room for", () => {
  const two = strip(render({ nodes: [named([hub, keyed("2001", 3)])] }));
  match(words(two), /^On air Double W1ABC .* 0:12 2001 on 1999 Hilltop 0:03$/);
  const five = [3, 4, 5, 6].map((seconds) => keyed(`200${seconds}`, seconds));
  const many = strip(render({ nodes: [named([hub, ...five])] }));
  match(words(many), /^On air 5 at once W1ABC/);
  strictEqual(many.split('class="on-air-talker"').length, 4);
  doesNotMatch(words(many), /2003/, "the latest are counted");
  const apart = [named([hub]), status([keyed("2001", 3, { local_node: "1998" })], { node_id: "1998" })];
  doesNotMatch(words(strip(render({ nodes: apart }))), /Double|at once/);
});

Deno.test("OnAir says in quiet who was heard last and how long ago, or that nobody was", () => {
  const last = link("2000", { callsign: "W1ABC", location: "Boston", last_heard_at: ago(190) });
  const shown = strip(render({ nodes: [named([last])] }));
  match(shown, /data-on-air="quiet"/);
  match(words(shown), /^Quiet last heard W1ABC Boston through 2000 on 1999 Hilltop 3 min ago$/);
  strictEqual(words(strip(render({ nodes: [status()] }))), "Quiet Nobody heard yet");
  strictEqual(words(strip(render({ nodes: [] }))), "No node Nothing is listened to");
});

Deno.test("OnAir is not live while all nodes are stale: it says since when, and times stand still", () => {
  const lost = { stale: true, ami: "retrying", updated_at: ago(204) } as const;
  const servers = [server({ state: "retrying", since: ago(200) })];
  const shown = strip(render({ nodes: [named([keyed("2000", 250)], lost)], servers }));
  match(shown, /data-on-air="stale"/);
  match(
    words(shown),
    /^Not live as of 3 min ago 2000 talked then, on 1999 Hilltop 0:46$/,
  );
  doesNotMatch(words(shown), /On air|Quiet/);
  const quiet = strip(render({ nodes: [named([link("2000", { last_heard_at: ago(264) })], lost)], servers }));
  match(words(quiet), /^Not live as of 3 min ago 2000 talked last, on 1999 Hilltop 1 min ago$/);
  const never = { stale: true, ami: "connecting", updated_at: null } as const;
  strictEqual(words(strip(render({ nodes: [status([], never)] }))), "Not read yet Nobody heard yet");
});

Deno.test("OnAir is not live while Nexus is away or silent", () => {
  const nodes = [named([hub])];
  const away = { kind: "away", lastMessageAtMs: NOW_MS - 5_000, retryAtMs: null } as const;
  match(words(strip(render({ nodes }, {}, away))), /^Not live as of 5 s ago W1ABC .* talked then, .* 0:07$/);
  const silent = { kind: "silent", lastMessageAtMs: NOW_MS - 8_000 } as const;
  match(words(strip(render({ nodes }, {}, silent))), /^Not live as of 8 s ago .* 0:04$/);
  match(
    words(strip(render({ nodes }, {}, { kind: "reconnecting", retryAtMs: null }))),
    /^On air W1ABC .* 0:12$/,
  );
});

Deno.test("OnAir names the nodes it has no word from while others are live", () => {
  const lost = status([], { node_id: "1998", stale: true, ami: "retrying" });
  match(words(strip(render({ nodes: [named([hub]), lost] }))), /^On air W1ABC .* 0:12 No word from 1998$/);
});

Deno.test("DashboardView on a wall shows strip and node cards alone, without controls", () => {
  const html = render({ nodes: [named([hub, link("2001")], { num_links: 312, tx_keyed: true })] }, {
    wall: true,
  });
  match(html, /<section class="on-air"[^>]*data-size="wall"/);
  match(
    words(html),
    /1999 Hilltop 2 adjacent, 312 in the network TX Transmitting RX Idle W1ABC through 2000 0:12$/,
  );
  doesNotMatch(html, /<(a|button|input|select|table)\b/, "a wall has no controls");
  doesNotMatch(words(html), /Talker log|Top links|Connected for|2001/);
  doesNotMatch(html, / style=/);
});

Deno.test("DashboardView on a wall of many nodes has a row for each, with one lane of all who talked there", () => {
  const nodes = [1, 2, 3, 4, 5].map((each) =>
    status(each === 3 ? [keyed("2000", 12), link("2001")] : [], {
      node_id: `199${each}`,
      name: `Node ${each}`,
      stale: each === 5,
      updated_at: ago(each === 5 ? 204 : 1),
    })
  );
  const transmissions = [["2000", 12, 0], ["2001", 300, 60], ["1993", 500, 40]].map((
    [node, since, until],
  ) => ({
    local_node: "1993",
    node: String(node),
    callsign: null,
    description: null,
    started_at: ago(Number(since)),
    ended_at: until === 0 ? null : ago(Number(until)),
  }));
  const known = nodes.map(({ node_id: node }) => ({
    localNode: node,
    node,
    callsign: null,
    description: null,
  }));
  const timeline = signal(loadTimeline({ nowMs: NOW_MS, spanMinutes: 30, transmissions, known }));
  const source = { timeline, loading: signal(null), hrefOf: () => "/", choose: () => {} };
  const html = render({ nodes }, { wall: true }, LIVE, source);
  strictEqual(html.split('class="node wall-node wall-row"').length - 1, 5);
  match(words(html), /1993 Node 3 TX Idle RX Idle 2000 0:12 1994 Node 4/);
  match(words(html), /1995 Node 5 TX Idle RX Idle As of 3 min ago/);
  strictEqual(html.split("Who talked at node").length - 1, 5);
  const drawn = (kind: string) =>
    [...html.matchAll(new RegExp(`data-kind="${kind}"(?: d="([^"]*)")?`, "g"))].map((found) =>
      found[1]?.match(/M/g)?.length ?? 0
    );
  deepStrictEqual(drawn("link"), [0, 0, 2, 0, 0]);
  deepStrictEqual(drawn("local"), [0, 0, 1, 0, 0]);
  strictEqual(
    html.split('class="timeline-double"').length - 1,
    1,
    "a double is marked where two talked at once",
  );
  doesNotMatch(html, /<(a|button|input|select|table)\b/, "a wall has no controls");
  const four = render({ nodes: nodes.slice(0, 4) }, { wall: true }, LIVE, source);
  doesNotMatch(four, /wall-row/);
  strictEqual(four.split('class="timeline-node"').length - 1, 4, "up to four nodes have a chart each");
});

Deno.test("DashboardView on a wall says that a node is stale", () => {
  const lost = { stale: true, ami: "retrying", updated_at: ago(204) } as const;
  match(
    words(render({ nodes: [named([hub], lost)] }, { wall: true })),
    /As of 3 min ago\. Asterisk \(home\) is away$/,
  );
});

Deno.test("DashboardView on a wall tells alerts of a node as text, and not that there is none", () => {
  const walled = (text: string) =>
    render({ nodes: [named([hub], { notes: [{ kind: "alert", text, seen_at: ago(20) }] })] }, { wall: true });
  match(
    words(walled("Tornado <img src=x onerror=alert(1)>")),
    /Alert Tornado <img src=x onerror=alert\(1\)>$/,
  );
  doesNotMatch(walled("Tornado <img src=x>"), /<img src=x/);
  doesNotMatch(words(walled("No alerts")), /alert/i);
});

Deno.test("DashboardView on a wall says why there is no node", () => {
  match(
    words(render({ nodes: [], servers: [server({ state: "retrying" })] }, { wall: true })),
    /cannot be reached/,
  );
});

Deno.test("NodeChoice says which nodes are shown, which are not there, and leads to all", () => {
  const nodes = [status()];
  const some = render({ nodes }, { nodes: ["1999", "99999"], filter: "w1" });
  match(words(some), /Only 1999 is shown\. There is no local node 99999 here\. All nodes/);
  match(some, /href="\?filter=w1">All nodes/);
  match(render({ nodes }, { nodes: ["1999"] }), /href="\?">All nodes/);
  doesNotMatch(words(render({ nodes }, { nodes: ["1999"] })), /no local node/);
  doesNotMatch(words(render({ nodes })), /is shown|All nodes/);
});

Deno.test("NodeChoice names a node that is not there in place of the cards, on page and wall", () => {
  const evil = "<img src=x>";
  const page = render({ nodes: [] }, { nodes: [evil] });
  match(words(page), /No node to show There is no local node <img src=x> here\. All nodes/);
  doesNotMatch(page, /<img/);
  doesNotMatch(words(page), /told of no app_rpt node/, "the servers are not to blame");
  const wall = render({ nodes: [] }, { nodes: ["99999"], wall: true });
  match(words(wall), /There is no local node 99999 here/);
  doesNotMatch(wall, /<a\b/);
});
