import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import { hasChoices } from "../components/Choices.tsx";
import { hasOtherCards } from "../components/OtherCards.tsx";
// Browsers have these lists when they are looked at, the server at once.
import "../components/SideLists.tsx";
import "../components/TimelineTalks.tsx";
import CardsAhead from "../islands/CardsAhead.tsx";
import ChoicesAhead from "../islands/ChoicesAhead.tsx";
import Control from "../islands/Control.tsx";
import Dashboard from "../islands/Dashboard.tsx";
import HostNow from "../islands/HostNow.tsx";
import {
  type DashboardSnapshot,
  type DashboardViewOptions,
  LOAD_LIMITS,
  loadTimeline,
  LONGEST_TALK_MS,
  parseView,
  rememberedSort,
  type SpanMinutes,
  spanMs,
  type TimelineSeed,
  timelineSeed,
  type TopLinkSeed,
} from "../lib/client/mod.ts";
import {
  controlView,
  define,
  readTransmissions,
  type State,
  topLinks,
  visibleHost,
  visibleNodes,
} from "../lib/http/mod.ts";
import type { LinkInfo, NodeStatus, TopLink } from "../lib/wire/mod.ts";

/** Links remembered for the top list; the page shows ten, the rest can still climb. */
const TOP_LINKS = 50;

/** Talker events given along: enough for the log with starts and stops. */
const TALKER_EVENTS = 50;

/** Talker events looked through for those of the nodes that are asked for. */
const CHOSEN_TALKER_EVENTS = 200;

/** Where the server does not say how often its streams speak. */
const DEFAULT_HEARTBEAT_MS = 5_000;

/** The dashboard's data as of this request. */
export const handler = define.handlers({
  GET: ({ req, state, url }) => {
    const view = parseView(url);
    const data = {
      control: view.wall ? null : controlView(state, shownNodes(state, view).nodes),
      host: view.wall ? null : visibleHost(state),
      snapshot: snapshotOf(state, view),
      sort: rememberedSort(req.headers.get("cookie")),
    };
    return page(data, { headers: { "Cache-Control": "no-cache" } });
  },
});

/** The dashboard: complete as the server renders it, live where there is JavaScript. */
export default define.page<typeof handler>(function DashboardPage({ data, config, state, url }) {
  const view = parseView(url);
  const { nodes, servers } = data.snapshot;
  return (
    <>
      <noscript>
        <p class="noscript-note">This page is as of loading and loads itself again every 15 s.</p>
      </noscript>
      {data.control && (
        <>
          <Head>
            <link key="control" rel="stylesheet" href={config.basePath + asset("/control.css")} />
          </Head>
          <Control {...data.control} basePath={config.basePath} back={`/${url.search}`} />
        </>
      )}
      {data.host && (
        <>
          <Head>
            <link key="host" rel="stylesheet" href={config.basePath + asset("/host.css")} />
          </Head>
          <HostNow facts={data.host} basePath={config.basePath} />
        </>
      )}
      {hasOtherCards(view, nodes.length, servers.length) && <CardsAhead />}
      {hasChoices(view, servers.length) && <ChoicesAhead />}
      <Dashboard
        snapshot={data.snapshot}
        basePath={config.basePath}
        heartbeatMs={state.services.settings.heartbeatIntervalMs ?? DEFAULT_HEARTBEAT_MS}
        view={view}
        sort={data.sort}
      />
    </>
  );
});

/** Everything the page shows of `chosen` nodes, of all when empty, and the number in the streams from which it goes on. */
function snapshotOf(state: State, view: DashboardViewOptions): DashboardSnapshot {
  const { services } = state;
  const { nodes, chosen } = shownNodes(state, view);
  const isShown = (localNode: string) => chosen.length === 0 || chosen.includes(localNode);
  const talkers = services.stats.talkerLog({
    limit: chosen.length === 0 ? TALKER_EVENTS : CHOSEN_TALKER_EVENTS,
  });
  // The links of other nodes are left out anyway.
  const topSource = { stats: services.stats, names: services.names, nodes: () => nodes };
  return {
    generatedAtMs: services.clock.now(),
    epoch: services.live.epoch,
    seq: services.live.seq,
    version: services.version.version,
    demo: services.settings.demo,
    nodes: nodes.map(withoutUnshown),
    servers: services.servers(),
    talkers: talkers.filter((event) => isShown(event.local_node)).slice(0, TALKER_EVENTS),
    topLinks: topLinks(topSource, "tx_seconds", TOP_LINKS).filter((link) => isShown(link.local_node)).map(
      topLinkSeed,
    ),
    database: services.health().database,
    timeline: timelineOf(state, nodes, chosen, view.spanMinutes),
  };
}

/** Who talked when through these nodes, within the span as of now. */
function timelineOf(
  { services }: State,
  nodes: readonly NodeStatus[],
  chosen: readonly string[],
  spanMinutes: SpanMinutes,
): TimelineSeed {
  const nowMs = services.clock.now();
  const transmissions = readTransmissions(services.history, {
    // By whole seconds, so that those who come in the same one ask the same.
    sinceMs: Math.floor((nowMs - spanMs({ spanMinutes }) - LONGEST_TALK_MS) / 1_000) * 1_000,
    localNodes: chosen,
    limit: LOAD_LIMITS[spanMinutes],
  });
  const known = nodes.flatMap((node) => [
    { localNode: node.node_id, node: node.node_id, callsign: null, description: null },
    ...node.links.map((link) => ({
      localNode: link.local_node,
      node: link.node,
      callsign: link.callsign,
      description: link.description,
    })),
  ]);
  return timelineSeed(loadTimeline({ nowMs, spanMinutes, transmissions, known }));
}

/** What of the nodes a view shows. */
interface ShownNodes {
  readonly nodes: readonly NodeStatus[];
  readonly chosen: readonly string[];
}

/** Nodes as they were asked for, by number or by server; `chosen` are their identifiers, empty when all are shown. */
function shownNodes(state: State, { nodes: asked, servers }: DashboardViewOptions): ShownNodes {
  const all = visibleNodes(state);
  if (asked.length === 0 && servers.length === 0) return { nodes: all, chosen: [] };
  const nodes = all.filter((node) =>
    (asked.length === 0 || asked.includes(node.node_id)) &&
    (servers.length === 0 || servers.includes(node.server))
  ).toSorted((left, right) => asked.indexOf(left.node_id) - asked.indexOf(right.node_id));
  const found = nodes.map((node) => node.node_id);
  return { nodes, chosen: asked.length > 0 ? asked : found.length > 0 ? found : NO_NODE };
}

/** Stands for no node at all, where an empty list would stand for all. */
const NO_NODE = ["\0"];

/** The page shows neither the network of a node nor its variables, of which both may be long, nor notes on its machine. */
function withoutUnshown(status: NodeStatus): NodeStatus {
  const links = status.links.map(withoutCounted);
  const notes = status.notes.filter(({ kind }) => kind === "alert" || kind === "weather");
  return { ...status, links, network: [], variables: {}, notes };
}

/** What the page counts by itself as time goes on, or does not show, is not sent along. */
function withoutCounted(link: LinkInfo): LinkInfo {
  const elapsed = link.connected_since === null ? link.elapsed_seconds : null;
  return { ...link, elapsed_seconds: elapsed, session_tx_percent: null, last_tx_start: null };
}

function topLinkSeed({ local_node, node, callsign, description, total_tx_seconds }: TopLink): TopLinkSeed {
  return { local_node, node, callsign, description, total_tx_seconds };
}
