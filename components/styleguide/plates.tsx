import { signal } from "@preact/signals";
import { type DashboardSnapshot, modelFromSnapshot, type NexusState } from "../../lib/client/mod.ts";
import { ActivityLine } from "../ActivityLine.tsx";
import { AwayBanner } from "../AwayBanner.tsx";
import { EmbedCard } from "../EmbedCard.tsx";
import { Lamp } from "../Lamp.tsx";
import { Message } from "../Message.tsx";
import { NexusBadge } from "../NexusBadge.tsx";
import { ServerBadge } from "../ServerBadge.tsx";
import { SITE_ICON } from "../site_icon.ts";
import { ServerNow } from "../time.tsx";
import { ADMIN_PLATES } from "./admin_plates.tsx";
import { BODY_PLATES } from "./body_plates.tsx";
import { CALLS_PLATES } from "./calls_plates.tsx";
import { dashboard, type Plate } from "./plate.tsx";
import { NODE_PAGE_PLATES } from "./node_page_plates.tsx";
import { SITE_PLATES } from "./site_plates.tsx";
import { VOTERS_PLATES } from "./voters_plates.tsx";
import { WORK_PLATES } from "./work_plates.tsx";
import {
  ago,
  EVERY_LINK,
  keyed,
  link,
  PLATE_AT_MS,
  server,
  snapshot,
  status,
  talked,
  talking,
  top,
} from "./samples.ts";

const HOSTILE = `"><img src=x onerror=alert(1)>'&\u202e`;

const AWAY: NexusState = {
  kind: "away",
  lastMessageAtMs: PLATE_AT_MS - 23_000,
  retryAtMs: PLATE_AT_MS + 4_000,
};

const SILENT: NexusState = { kind: "silent", lastMessageAtMs: PLATE_AT_MS - 9_000 };

const BUSY: DashboardSnapshot = snapshot({
  nodes: [
    status(EVERY_LINK, {
      tx_keyed: true,
      rx_keyed: true,
      variables: { ALERT: "<b>Wind advisory</b> until 18:00", WX: "<i>8&nbsp;C</i>, rain" },
    }),
    status([], { node_id: "1998", name: null }),
  ],
  talkers: [
    talking("48210", 3, "QX2DEF"),
    talking("2000", 12, "QX1ABC"),
    talked("3990417", 64, 7, "QX3ECH-L"),
    talked("1999", 90, 0.4, null),
    talked("81234", 7_200, 65, null),
  ],
  topLinks: [top("2000", 93_735, "QX1ABC"), top("48210", 41_000, "QX2DEF"), top("700", 12, null)],
});

const NOT_RECORDED: DashboardSnapshot["database"] = {
  state: "failing",
  since: ago(60),
  error: "disk is full",
  dropped_writes: 12,
};

const SEVERAL: DashboardSnapshot = snapshot({
  nodes: [
    status([
      keyed("2000", 12, { callsign: "QX1ABC", description: "Hub", location: "Boston, MA" }),
      link("43732"),
    ]),
    status([link("1999", { direction: "IN" }), link("2135", { last_heard_at: ago(190) })], {
      node_id: "43732",
      name: "Hill top",
      server: "hill",
    }),
    status([link("2001", { last_heard_at: ago(300) })], {
      node_id: "1998",
      name: "Club",
      server: "club house",
      stale: true,
      ami: "retrying",
      updated_at: ago(204),
    }),
  ],
  servers: [
    server(),
    server({ server: "hill" }),
    server({
      server: "club house",
      state: "retrying",
      since: ago(200),
      attempts: 4,
      retry_at: ago(-12),
      last_error: "Connection refused",
    }),
    server({ server: "spare", state: "refused", since: ago(60), retry_at: ago(-50) }),
  ],
  talkers: [talking("2000", 12, "QX1ABC")],
  topLinks: [top("2000", 93_735, "QX1ABC")],
});

const SEVERAL_QUIET = SEVERAL.nodes.map((node) => ({
  ...node,
  links: node.links.map((each) => ({ ...each, current_tx: false, current_tx_since: null })),
}));

/** Nodes of which the third hears two at once and the last is not heard of. */
function manyNodes(count: number): DashboardSnapshot {
  const talkers = [keyed("2000", 12, { callsign: "QX1ABC" }), keyed("48210", 3)];
  const nodes = Array.from(
    { length: count },
    (_, index) =>
      status(index === 2 ? talkers : [link("2000", { last_heard_at: ago(230) })], {
        node_id: String(43_730 + index),
        name: index === 3 ? "A repeater of which the name is long" : `Repeater ${index + 1}`,
        tx_keyed: index === 2,
        ...(index === count - 1 ? { stale: true, ami: "retrying", updated_at: ago(204) } as const : {}),
      }),
  );
  return snapshot({ nodes });
}

/** Every plate, in the order in which the index lists them. */
export const PLATES: readonly Plate[] = [
  {
    name: "live",
    about: "A double: two links and the local receiver. Links of every kind, mode and state; an idle node.",
    show: () => dashboard(BUSY, { kind: "live" }, { spanMinutes: 30 }),
  },
  {
    name: "quiet",
    about: "Nobody talks; who was heard last.",
    show: () =>
      dashboard(
        snapshot({
          nodes: [status([link("2000", { callsign: "QX1ABC", last_heard_at: ago(190) }), link("2001")])],
          talkers: [talked("2000", 190, 65, "QX1ABC")],
          topLinks: [top("2000", 65, "QX1ABC")],
        }),
        { kind: "live" },
      ),
  },
  {
    name: "empty",
    about: "Connected, and nothing has happened yet.",
    show: () => dashboard(snapshot(), { kind: "rendered" }),
  },
  {
    name: "no-nodes",
    about: "No node to show, and why.",
    show: () =>
      dashboard(
        snapshot({
          nodes: [],
          servers: [
            server({
              state: "refused",
              since: ago(60),
              retry_at: ago(-50),
              last_error: "Authentication failed",
            }),
          ],
        }),
        { kind: "live" },
      ),
  },
  {
    name: "stale",
    about: "Asterisk is away: what was known, with its age; a node that was never read; nothing is recorded.",
    show: () =>
      dashboard(
        snapshot({
          nodes: [
            status(EVERY_LINK, { stale: true, ami: "retrying", updated_at: ago(204), tx_keyed: true }),
            status([], { node_id: "1998", stale: true, ami: "connecting", server: "hill", updated_at: null }),
          ],
          servers: [
            server({
              state: "retrying",
              since: ago(200),
              attempts: 4,
              retry_at: ago(-12),
              last_error: "refused",
            }),
            server({ server: "hill", state: "connecting", attempts: 3 }),
          ],
          database: NOT_RECORDED,
        }),
        { kind: "reconnecting", retryAtMs: null },
      ),
  },
  { name: "away", about: "Nexus is away.", show: () => dashboard(BUSY, AWAY, { spanMinutes: 10 }) },
  {
    name: "silent",
    about: "Nexus is connected and says nothing; and was updated.",
    show: () => dashboard(BUSY, SILENT, {}, "0.0.9"),
  },
  {
    name: "hostile",
    about: "Names that would like to be markup.",
    show: () =>
      dashboard(
        snapshot({
          nodes: [
            status([keyed("2000", 5, { callsign: HOSTILE, description: HOSTILE, location: HOSTILE })], {
              name: HOSTILE,
              callsign: HOSTILE,
              description: HOSTILE,
            }),
          ],
          servers: [server({ server: HOSTILE })],
          talkers: [talking("2000", 5, HOSTILE)],
        }),
        { kind: "live" },
      ),
  },
  {
    name: "servers",
    about: "Several servers: the nodes under their names; one is away, one has no node.",
    show: () => dashboard(SEVERAL, { kind: "live" }),
  },
  {
    name: "one-server",
    about: "Only the nodes of one server of several.",
    show: () => dashboard(SEVERAL, { kind: "live" }, { servers: ["hill"] }),
  },
  {
    name: "some-nodes",
    about: "Only some nodes, of several servers; one that was asked for is not there.",
    show: () => dashboard(SEVERAL, { kind: "live" }, { nodes: ["43732", "1999", "12345"] }),
  },
  {
    name: "wall",
    wall: true,
    about: "The wall screen.",
    show: () => dashboard(BUSY, { kind: "live" }, { wall: true, spanMinutes: 30 }),
  },
  {
    name: "wall-quiet",
    wall: true,
    about:
      "The wall screen while nobody talks, of several servers of which one is away; nothing is recorded.",
    show: () =>
      dashboard({ ...SEVERAL, database: NOT_RECORDED, talkers: [], nodes: SEVERAL_QUIET }, { kind: "live" }, {
        wall: true,
        spanMinutes: 30,
      }),
  },
  {
    name: "wall-many",
    wall: true,
    about: "A wall with seven nodes.",
    show: () => dashboard(manyNodes(7), { kind: "live" }, { wall: true, spanMinutes: 30 }),
  },
  {
    name: "wall-rows",
    wall: true,
    about: "A wall with sixteen nodes.",
    show: () => dashboard(manyNodes(16), { kind: "live" }, { wall: true, spanMinutes: 30 }),
  },
  {
    name: "wall-away",
    wall: true,
    about: "The wall screen while Nexus is away.",
    show: () => dashboard(BUSY, AWAY, { wall: true, spanMinutes: 30 }),
  },
  { name: "parts", about: "Parts in every state of their own.", show: () => <Parts /> },
  { name: "cards", about: "Cards for other sites.", show: () => <Cards /> },
  ...BODY_PLATES,
  ...SITE_PLATES,
  ...CALLS_PLATES,
  ...VOTERS_PLATES,
  ...NODE_PAGE_PLATES,
  ...WORK_PLATES,
  ...ADMIN_PLATES,
];

function Parts() {
  return (
    <ServerNow.Provider value={signal(PLATE_AT_MS)}>
      <section class="panel plate" aria-labelledby="plate-servers">
        <h2 id="plate-servers">Connections</h2>
        <ul class="connections-list">
          {NEXUS_STATES.map((state) => <NexusBadge key={state.kind} nexus={signal(state)} />)}
          {SERVERS.map((fields, index) => <ServerBadge key={index} server={viewOf(fields)} />)}
        </ul>
      </section>
      <section class="panel plate" aria-labelledby="plate-lamps">
        <h2 id="plate-lamps">Lamps</h2>
        {[true, false].map((lit) => (
          <div class="lamps" key={String(lit)}>
            <Lamp tone="tx" name="TX" lit={lit} litWord="Transmitting" />
            <Lamp tone="rx" name="RX" lit={lit} litWord="Receiving" />
          </div>
        ))}
      </section>
      <section class="panel plate" aria-labelledby="plate-activity">
        <h2 id="plate-activity">Activity</h2>
        <ActivityLine activity={{ kind: "quiet", last: null }} />
        <ActivityLine activity={{ kind: "quiet", last: voice("2000", "QX1ABC", 190) }} />
        <ActivityLine activity={{ kind: "quiet", last: voice("2000", "QX1ABC", 2) }} transmits />
        <ActivityLine activity={{ kind: "talking", voices: [voice("2000", "QX1ABC", 12)] }} />
        <ActivityLine
          activity={{
            kind: "talking",
            voices: [
              { ...voice("1999", null, 4), local: true },
              voice("2000", null, 12),
              voice("2001", "QX2DEF", 60),
            ],
          }}
        />
      </section>
      <Message title="Nothing here" home="/">
        <p>There is no page at this address.</p>
      </Message>
      <AwayBanner nexus={signal(AWAY)} />
    </ServerNow.Provider>
  );
}

const NEXUS_STATES: readonly NexusState[] = [
  { kind: "rendered" },
  { kind: "live" },
  { kind: "reconnecting", retryAtMs: null },
  SILENT,
  AWAY,
];

const SERVERS: readonly Parameters<typeof server>[0][] = [
  { state: "connected" },
  { state: "connecting", attempts: 1 },
  { state: "connecting", attempts: 3 },
  { state: "retrying", since: ago(60), retry_at: ago(5) },
  { state: "retrying", since: ago(3_600), retry_at: ago(-15) },
  { state: "refused", since: ago(60), retry_at: ago(-50) },
  { state: "disabled" },
  { state: "stopped" },
];

function viewOf(fields: Parameters<typeof server>[0]) {
  const [view] = modelFromSnapshot(snapshot({ servers: [server(fields)] })).servers.values();
  if (view === undefined) throw new Error("show a server, the model has none");
  return view;
}

function voice(node: string, callsign: string | null, secondsAgo: number) {
  return { node, local: false, callsign, description: null, atMs: PLATE_AT_MS - secondsAgo * 1_000 };
}

function Cards() {
  const shown: readonly (readonly [DashboardSnapshot, NexusState])[] = [
    [BUSY, { kind: "live" }],
    [snapshot({ nodes: [status([link("2000", { last_heard_at: ago(64) })])] }), { kind: "rendered" }],
    [snapshot({ nodes: [status([], { stale: true, ami: "retrying", updated_at: ago(204) })] }), {
      kind: "live",
    }],
    [BUSY, AWAY],
  ];
  return (
    <div class="plate-cards">
      {shown.map(([each, nexus], index) => (
        <div class="embed-frame" key={index}>
          <EmbedCard
            model={signal(modelFromSnapshot(each))}
            nodeId="1999"
            now={signal(PLATE_AT_MS)}
            nexus={signal(nexus)}
            href="/"
            site={{
              title: "Hilltop Radio Club",
              home: "/",
              logo: index === 0 ? { src: SITE_ICON, size: null } : null,
            }}
          />
        </div>
      ))}
    </div>
  );
}
