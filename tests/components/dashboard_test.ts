import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { ago, link, NOW_MS, server, snapshot, status, talk } from "../client/builders.ts";
import { renderDashboard, rowOf, words } from "./render.tsx";

const talking = link("2000", {
  callsign: "W1ABC",
  description: "Hub",
  location: "Boston, MA",
  ip: "192.0.*.*",
  current_tx: true,
  current_tx_since: ago(12),
  last_heard_at: ago(0),
  total_tx_seconds: 3723,
  session_tx_seconds: 360,
});
const quiet = link("KF8S", { kind: "text", direction: "IN", mode: "R", last_heard_at: ago(190) });

Deno.test("DashboardView shows of a keyed link everything that is known, in words", () => {
  const html = renderDashboard(snapshot({ nodes: [status([quiet, talking])] }));
  const row = rowOf(html, "2000");
  match(row, /data-keyed="yes"/);
  match(
    words(row),
    /^.*Keyed, 0:12 2000 W1ABC Hub, Boston, MA AllStar Transceive Out 192\.0\.\*\.\* 1h 00m now 6:00 10 % 1:02:03$/,
  );
  match(rowOf(html, "KF8S"), /data-keyed="no"/);
  match(words(rowOf(html, "KF8S")), /Not keyed KF8S – Client Monitor In – 1h 00m 3 min ago 0:00 0 % 0:00$/);
  ok(html.indexOf('data-node="2000"') < html.indexOf('data-node="KF8S"'), "keyed first");
});

Deno.test("DashboardView shows lamps with words, uptime and counts", () => {
  const html = renderDashboard(snapshot({
    nodes: [
      status([talking, link("2001", { link_state: "CONNECTING" })], { tx_keyed: true, num_links: 312 }),
    ],
  }));
  match(words(html), /TX Transmitting RX Idle 1 adjacent \(1 connecting\), 312 in the network Up 2h 00m/);
  match(words(rowOf(html, "2001")), /Connecting/);
  match(rowOf(html, "2001"), /data-state="connecting"/);
});

Deno.test("DashboardView says that a quiet node is quiet and who was heard last", () => {
  match(words(renderDashboard(snapshot({ nodes: [status([quiet])] }))), /Quiet\. Last heard KF8S 3 min ago/);
  const silent = words(renderDashboard(snapshot({ nodes: [status()] })));
  match(silent, /Quiet\. Nobody heard yet No links\. Nothing is connected to this node/);
  doesNotMatch(silent, /waiting|loading data/i);
});

Deno.test("DashboardView names everybody who talks, and calls a double a double", () => {
  const other = link("2001", { current_tx: true, current_tx_since: ago(3) });
  const html = words(renderDashboard(snapshot({ nodes: [status([talking, other], { rx_keyed: true })] })));
  match(html, /Local receiver and W1ABC through 2000 0:12 and 2001 0:03 Double/);
});

Deno.test("DashboardView counts the voices for which its line has no room, so that the links stay in place", () => {
  const talkers = ["2001", "2002", "2003", "2004", "2005"].map((node) =>
    link(node, { current_tx: true, current_tx_since: ago(3) })
  );
  const html = renderDashboard(snapshot({ nodes: [status(talkers)] }));
  strictEqual(html.split('class="voice"').length - 1, 3);
  match(words(html), /0:03 and 2 more Double/);
});

Deno.test("DashboardView shows a stale node greyed, with its age and the reason, and its times standing still", () => {
  const lost = { stale: true, ami: "retrying", updated_at: ago(204) } as const;
  const html = renderDashboard(snapshot({
    nodes: [status([link("2000", { connected_since: ago(504), last_heard_at: ago(264) })], lost)],
    servers: [
      server({ state: "retrying", since: ago(200), attempts: 4, retry_at: ago(-12), last_error: "refused" }),
    ],
  }));
  match(html, /data-stale="yes"/);
  match(words(html), /As of 3 min ago\. Asterisk \(home\) is away: refused/);
  match(words(rowOf(html, "2000")), /5 min 1 min ago/);
  doesNotMatch(words(html), /Quiet\./);
  match(words(html), /home Away for 3 min\. Next try in 12 s/);
});

Deno.test("DashboardView tells each state of a server in words with its age", () => {
  const cases: [Parameters<typeof server>[0], RegExp][] = [
    [{ state: "connected" }, /home Connected for 1h 00m/],
    [{ state: "connecting", attempts: 3 }, /home Connecting, attempt 3/],
    [{ state: "retrying", since: ago(60), retry_at: ago(5) }, /home Away for 1 min\. Trying now/],
    [
      { state: "refused", since: ago(60), retry_at: ago(-50) },
      /home Login refused for 1 min\. Next try in 50 s/,
    ],
    [{ state: "disabled" }, /home Not configured/],
    [{ state: "stopped" }, /home Stopped/],
  ];
  for (const [fields, expected] of cases) {
    match(words(renderDashboard(snapshot({ servers: [server(fields)] }))), expected);
  }
});

Deno.test("DashboardView says why there is no node", () => {
  const why = (...states: Parameters<typeof server>[0][]) =>
    words(renderDashboard(snapshot({ nodes: [], servers: states.map(server) })));
  match(
    why({ state: "refused", last_error: "Authentication failed" }),
    /refuses the login.*home: Authentication failed/,
  );
  match(why({ state: "retrying" }), /cannot be reached/);
  match(why({ state: "connecting" }), /is connecting to Asterisk/);
  match(why({ state: "connected" }), /told of no app_rpt node/);
  match(why(), /No Asterisk server is configured\. .*--demo/);
});

Deno.test("DashboardView says that Nexus is away, how old everything is and when it tries again", () => {
  const html = renderDashboard(
    snapshot({ nodes: [status([quiet])] }),
    { kind: "away", lastMessageAtMs: NOW_MS - 23_000, retryAtMs: NOW_MS + 4_000 },
  );
  match(words(html), /Nexus is away, showing what was known 23 s ago\. Next try in 4 s\./);
  match(html, /data-frozen="yes"/);
  match(words(rowOf(html, "KF8S")), /2 min ago/, "times stand still where it was last heard of");
  const live = renderDashboard(snapshot(), { kind: "live" });
  match(live, /data-frozen="no"/);
  match(words(live), /Nexus Live/);
  doesNotMatch(words(live), /away/i);
  const silent = renderDashboard(snapshot(), { kind: "silent", lastMessageAtMs: NOW_MS - 9_000 });
  match(words(silent), /Nexus has said nothing for 9 s/);
});

Deno.test("DashboardView tells what scripts say of a node, as text, and what it sends when nobody talks", () => {
  const shown = (fields: Parameters<typeof status>[1]) =>
    words(renderDashboard(snapshot({ nodes: [status([quiet], fields)] })));
  const variables = {
    WX: "<b>8&nbsp;C</b>",
    ALERT: "<span onclick='x'>Wind</span> until\n18:00",
    CPUTEMP: "61",
  };
  const notes = [
    { kind: "alert", text: "Wind until 18:00", seen_at: ago(20) },
    { kind: "weather", text: "8 C", seen_at: ago(20) },
    { kind: "cpu_temp", text: "62 C", seen_at: ago(20) },
  ] as const;
  const told = shown({ variables, notes });
  match(told, /Up 2h 00m Alert Wind until 18:00 told now Weather 8 C Quiet\. Last heard KF8S 3 min ago/);
  doesNotMatch(told, /onclick|61|62/);
  doesNotMatch(shown({ variables }), /Alert|Weather|Wind/, "nothing but notes is told");
  const old = [{ kind: "alert", text: "Wind", seen_at: ago(340) }] as const;
  match(shown({ notes: old, stale: true, ami: "retrying" }), /Alert Wind told 5 min ago/, "its age goes on");
  const html = renderDashboard(snapshot({
    nodes: [
      status([quiet], { notes: [{ kind: "alert", text: `<img src=x onerror=alert(1)>`, seen_at: ago(1) }] }),
    ],
  }));
  doesNotMatch(html, /<img src=x/);
  match(html, /data-clear="no"/);
  match(shown({ tx_keyed: true }), /Up 2h 00m Tail or telemetry\. Last heard KF8S 3 min ago/);
  doesNotMatch(shown({ tx_keyed: true, rx_keyed: true }), /telemetry|Quiet\./);
});

Deno.test("DashboardView tells that nothing is recorded, and that Nexus was updated", () => {
  const failing = { state: "failing", since: ago(60), error: "disk is full", dropped_writes: 1 } as const;
  match(words(renderDashboard(snapshot({ database: failing }))), /Not recorded for 1 min.*\(disk is full\)/);
  doesNotMatch(words(renderDashboard(snapshot())), /Not recorded|was updated/);
});

Deno.test("DashboardView lists talkers with name, way and length, the one who talks now first", () => {
  const talkers = [
    { ...talk("2000", -12, null), callsign: "W1ABC" },
    { ...talk("1999", -40, 0.4), callsign: null },
    { ...talk("KF8S", -190, 65), description: "Hub" },
  ];
  const html = words(renderDashboard(snapshot({ nodes: [status([talking, quiet])], talkers })));
  match(
    html,
    /Talker log W1ABC 2000 to 1999 0:12 now Local receiver local on 1999 0\.4 s 40 s ago Hub KF8S to 1999 1:05 3 min ago/,
  );
});

Deno.test("DashboardView has empty states for the lists", () => {
  const html = words(renderDashboard(snapshot()));
  match(html, /Talker log Nobody has talked yet Top links No talk counted yet$/);
});

Deno.test("DashboardView writes hostile text as text", () => {
  const evil = `"><img src=x onerror=alert(1)>'&<script>alert(2)</script>`;
  const html = renderDashboard(snapshot({
    nodes: [
      status([link(evil, { callsign: evil, description: evil, location: evil, ip: evil })], {
        name: evil,
        callsign: evil,
        description: evil,
        location: evil,
      }),
      status([], { node_id: "1998", stale: true, ami: "retrying" }),
    ],
    servers: [server({ server: evil, last_error: evil }), server({ state: "retrying", last_error: evil })],
    talkers: [{ ...talk(evil, -5, 3), callsign: evil, description: evil }],
    database: { state: "failing", since: ago(1), error: evil, dropped_writes: 0 },
  }));
  doesNotMatch(html, /<img|<script|" onerror/);
  ok(html.split("&lt;img").length > 10, "and it is shown, not dropped");
});

Deno.test("DashboardView is a table with headings for every column, and needs no inline style or script", () => {
  const html = renderDashboard(
    snapshot({ nodes: [status([talking, quiet])], talkers: [talk("2000", -5, 3)] }),
  );
  const headings = html.split('role="columnheader"').length - 1;
  for (const row of html.split("<tr ").slice(2)) {
    const cells = row.split("</tr>")[0]?.match(/<td /g) ?? [];
    strictEqual(cells.length, headings);
  }
  match(html, /<caption[^>]*>Links of node 1999/);
  doesNotMatch(html, / style=| on[a-z]+=|<script|javascript:/);
  deepStrictEqual(html.match(/<h[1-6]/g), ["<h2", "<h2", "<h2"]);
  doesNotMatch(html, /NaN|undefined|\[object/);
});
