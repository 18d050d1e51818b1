import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { signal } from "@preact/signals";
import { renderToString } from "preact-render-to-string";
import { TalkTimeline } from "../../components/Timeline.tsx";
import { ServerNow } from "../../components/time.tsx";
import { LANES_IN_SIGHT, LANES_SHOWN, loadTimeline, type SpanMinutes } from "../../lib/client/mod.ts";
import type { NodeStatus, TransmissionEntry } from "../../lib/wire/mod.ts";
import { ago, link, model, NOW_MS, server, status } from "../client/builders.ts";
import { words } from "./render.tsx";

function entry(node: string, secondsAgo: number, length: number | null, callsign: string | null = null) {
  return {
    local_node: "1999",
    node,
    callsign,
    description: null,
    started_at: ago(secondsAgo),
    ended_at: length === null ? null : ago(secondsAgo - length),
  };
}

function render(
  transmissions: readonly TransmissionEntry[],
  { nodes = [status()], nowMs = NOW_MS, spanMinutes = 30, wall = false }: {
    readonly wall?: boolean;
    readonly nodes?: readonly NodeStatus[];
    readonly nowMs?: number;
    readonly spanMinutes?: SpanMinutes;
  } = {},
): string {
  const known = nodes.map(({ node_id }) => ({
    localNode: node_id,
    node: node_id,
    callsign: null,
    description: null,
  }));
  const source = {
    timeline: signal(loadTimeline({ nowMs: NOW_MS, spanMinutes, transmissions, known })),
    loading: signal(null),
    hrefOf: (span: SpanMinutes) => `/?node=1999&span=${span}`,
    choose: () => {},
  };
  return renderToString(
    <ServerNow.Provider value={signal(nowMs)}>
      <TalkTimeline source={source} model={signal(model({ nodes, servers: [server()] }))} wall={wall} />
    </ServerNow.Provider>,
  );
}

const pathOf = (html: string, node: string) =>
  new RegExp(`data-lane="${node}"[^>]* d="([^"]*)"`).exec(html)?.[1];
const TALKS = [entry("2000", 12, null, "W1ABC"), entry("2001", 20, 12), entry("1999", 900, 0.4)];

Deno.test("TalkTimeline draws a lane each for receiver and links, from the transmissions", () => {
  const html = render(TALKS);
  deepStrictEqual([...html.matchAll(/data-lane="(\w+)"/g)].map((found) => found[1]), [
    "1999",
    "2000",
    "2001",
  ]);
  strictEqual(pathOf(html, "1999"), "M900 3h0.4v6h-0.4z");
  match(pathOf(html, "2000") ?? "", /^M1788 15h1000000v/);
  strictEqual(pathOf(html, "2001"), "M1780 27h12v6h-12z");
  match(html, /viewBox="0 0 1800 36"/);
  match(html, /<g class="timeline-moving" transform="translate\(0 0\)">/);
  match(words(html), /Local receiver W1ABC 2000 2001 −30 min −20 −10 now/);
  match(html, /data-talking="yes"><bdi>W1ABC/);
  strictEqual(html.split('data-talking="yes"').length, 2, "nobody else talks");
});

Deno.test("TalkTimeline only moves what is drawn when time passes", () => {
  const moved = render(TALKS, { nowMs: NOW_MS + 7_300 });
  match(moved, /transform="translate\(-8 0\)"/);
  strictEqual(moved.replace("translate(-8 0)", "translate(0 0)"), render(TALKS));
});

Deno.test("TalkTimeline marks doubles by shape in both lanes, and marks none where there is none", () => {
  const html = render(TALKS);
  match(html, /class="timeline-double" d="M1788 13h4v10h-4zM1788 25h4v10h-4z"/);
  match(html, /class="timeline-stripes" d="M1788 18h4M1788 30h4"/);
  doesNotMatch(render(TALKS.slice(1)), /timeline-double|timeline-stripes/);
});

Deno.test("TalkTimeline has a table of the newest talks with exact times", () => {
  const html = words(render(TALKS));
  match(
    html,
    /The newest talks, with exact times Who To From Until Length W1ABC 2000 1999 10:29:48 UTC now talking/,
  );
  match(
    html,
    /2001 1999 10:29:40 UTC 10:29:52 UTC 12 s Local receiver 1999 10:15:00 UTC 10:15:00 UTC 0\.4 s$/,
  );
  const many = render(Array.from({ length: 50 }, (_, index) => entry("2000", index * 10 + 9, 5)));
  strictEqual(many.split("<tr>").length - 2, 20);
});

Deno.test("TalkTimeline offers the spans as links that keep what else the address says", () => {
  const html = render(TALKS, { spanMinutes: 120 });
  deepStrictEqual([...html.matchAll(/href="([^"]*)" aria-current="(\w+)"/g)].map((found) => found.slice(1)), [
    ["/?node=1999&amp;span=10", "false"],
    ["/?node=1999&amp;span=30", "false"],
    ["/?node=1999&amp;span=120", "true"],
  ]);
  match(words(html), /Talk timeline last 2 h/);
  match(html, /viewBox="0 0 7200 36"/);
});

Deno.test("TalkTimeline on a wall is the drawing alone", () => {
  const html = render(TALKS, { wall: true });
  doesNotMatch(html, /<a |<details|<table/);
  match(html, /data-lane="2000"/);
});

Deno.test("TalkTimeline says so when nobody talked, and when there was too much to load", () => {
  const quiet = render([]);
  match(words(quiet), /Local receiver Nobody talked in the last 30 min/);
  doesNotMatch(quiet, /timeline-list|Only the newest/);
  const many = Array.from({ length: 400 }, (_, index) => entry("2000", index * 2 + 1, 1));
  match(words(render(many)), /Only the newest transmissions are drawn/);
  doesNotMatch(words(render(many.slice(1))), /Only the newest|Nobody talked/);
});

/** The names beside the drawing, in order. */
const namesOf = (html: string) =>
  [...(html.split("timeline-plot")[0] ?? "").matchAll(/<li class="timeline-name"[^>]*>(.*?)<\/li>/g)]
    .map(([, name = ""]) => words(name));

Deno.test("TalkTimeline has a named lane for each link of a node, silent or not, and no row without a name", () => {
  const html = render(TALKS, { nodes: [status([link("2003"), link("2001"), link("2002")])] });
  deepStrictEqual(namesOf(html), ["Local receiver", "W1ABC 2000", "2001", "2002", "2003"]);
  match(html, /viewBox="0 0 1800 60"/);
  match(html, /data-room="6" data-crowded="no"/, "and there is room for one more");
  doesNotMatch(html, /timeline-others|links talked/);
  strictEqual(html.split("<li ").length - 1, 5);
});

Deno.test("TalkTimeline of a hub has those who talked and some silent links in sight, and lists all others", () => {
  const links = Array.from({ length: 100 }, (_, index) => link(String(2000 + index)));
  const html = render(TALKS, { nodes: [status(links)] });
  strictEqual(namesOf(html).length, LANES_IN_SIGHT);
  deepStrictEqual(namesOf(html).slice(0, 4), ["Local receiver", "W1ABC 2000", "2001", "2002"]);
  match(html, /data-crowded="yes"/);
  match(words(html), /2 of 100 links talked/);
  match(words(html), /Show all 89 silent links 2011 2012 /);
  strictEqual(
    html.split('class="timeline-name"').length - 1,
    101,
    "each link has its lane, and the receiver",
  );
});

Deno.test("TalkTimeline draws so many lanes at most, the last ones, and lists the others", () => {
  const all = Array.from(
    { length: LANES_SHOWN + 4 },
    (_, index) => entry(String(2000 + index), index * 3 + 2, 1),
  );
  const html = render(all);
  strictEqual(html.split("data-lane=").length - 1, LANES_SHOWN);
  match(words(html), /Show all 5 other links 2023 2024 2025 2026 2027 /, "the receiver has a lane too");
  const wall = render(all, { wall: true });
  strictEqual(wall.split("data-lane=").length - 1, 8, "as many as there is room for on a wall");
  match(words(wall), new RegExp(`and ${LANES_SHOWN + 5 - 8} more links that are not drawn`));
});

Deno.test("TalkTimeline of a stale node stands still where it was last known", () => {
  const html = render(TALKS, {
    nodes: [status([], { stale: true, ami: "retrying", updated_at: ago(60) })],
    nowMs: NOW_MS + 600_000,
  });
  match(html, /data-stale="yes"/);
  match(html, /transform="translate\(60 0\)"/);
  match(words(html), /−10 last known/);
});

Deno.test("TalkTimeline needs no inline style or script, and writes hostile names as text", () => {
  const evil = `"><img src=x onerror=alert(1)>`;
  const html = render([entry(evil, 5, 2, evil), entry("2000", 6, 3)], {
    nodes: [status([], { name: evil })],
  });
  doesNotMatch(html, / style=|" on[a-z]+=|<script|<img|NaN|undefined|\[object/);
  ok(html.includes("&lt;img"), "and it is shown, not dropped");
});

Deno.test("TalkTimeline stays small: 400 transmissions in 30 minutes", () => {
  const many = Array.from(
    { length: 400 },
    (_, index) => entry(String(2000 + (index % 12)), index * 4 + 3, 2.5),
  );
  const { length } = render(many);
  ok(length < 30_000, `${length} bytes`);
});

Deno.test("TalkTimeline is not there where there is no node", () => {
  strictEqual(render([], { nodes: [] }), "");
});
