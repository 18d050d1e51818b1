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
import { TimelineTip } from "../TimelineTip.tsx";
import { ACCOUNT_PLATES } from "./account_plates.tsx";
import { ADMIN_PLATES } from "./admin_plates.tsx";
import { BODY_PLATES } from "./body_plates.tsx";
import { CALLS_PLATES } from "./calls_plates.tsx";
import { dashboard, type Plate } from "./plate.tsx";
import { NODE_PAGE_PLATES } from "./node_page_plates.tsx";
import { SITE_PLATES } from "./site_plates.tsx";
import { VOTERS_PLATES } from "./voters_plates.tsx";
import { AWAY, BUSY, HUB, NOT_RECORDED, SEVERAL, SILENT } from "./shows.ts";
import { WALL_PLATES } from "./wall_plates.tsx";
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

/** Every plate, in the order in which the index lists them. */
export const PLATES: readonly Plate[] = [
  {
    name: "live",
    about: "A double: two links and the local receiver. Links of every kind, mode and state; an idle node.",
    show: () => dashboard(BUSY, { kind: "live" }, { spanMinutes: 30 }),
  },
  {
    name: "hub",
    about: "A hub of thirty links: more of them than lanes in sight.",
    show: () => dashboard(HUB, { kind: "live" }, { spanMinutes: 30 }),
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
  ...WALL_PLATES,
  { name: "parts", about: "Parts in every state of their own.", show: () => <Parts /> },
  { name: "cards", about: "Cards for other sites.", show: () => <Cards /> },
  ...BODY_PLATES,
  ...SITE_PLATES,
  ...CALLS_PLATES,
  ...VOTERS_PLATES,
  ...NODE_PAGE_PLATES,
  ...WORK_PLATES,
  ...ADMIN_PLATES,
  ...ACCOUNT_PLATES,
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
      <section class="panel plate" aria-labelledby="plate-tip">
        <h2 id="plate-tip">Exact times</h2>
        <div class="timeline-plot plate-tip">
          <TimelineTip
            picked={PICKED}
            doubles={[{ fromMs: PLATE_AT_MS - 60_000, toMs: PLATE_AT_MS - 57_000 }]}
            edgeMs={signal(PLATE_AT_MS)}
            widthMs={600_000}
            rows={1}
          />
        </div>
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

const TALK = { startedAtMs: PLATE_AT_MS - 64_000, endedAtMs: PLATE_AT_MS - 12_000 };

const PICKED = {
  lane: { localNode: "1999", node: "2000", callsign: "QX1ABC", description: "Hub", talks: [TALK] },
  row: 0,
  talk: TALK,
};

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
