import { page } from "fresh";
import { asset, Head } from "fresh/runtime";
import { MAX_QUERY_LENGTH } from "../../components/NodePageNetwork.tsx";
import { NoSuchNode } from "../../components/NoSuchNode.tsx";
import Control from "../../islands/Control.tsx";
import NodePage from "../../islands/NodePage.tsx";
import {
  type DashboardSnapshot,
  HISTORY_ROWS,
  networkMark,
  type NodePageParts,
  parseView,
  rememberedSort,
} from "../../lib/client/mod.ts";
import {
  type ControlView,
  controlView,
  define,
  networkTree,
  nodeHistory,
  type State,
  visibleNodeOrNull,
} from "../../lib/http/mod.ts";
import type { NodeStatus } from "../../lib/wire/mod.ts";

/** Talker events looked through for those of this node; the page needs the last of its receiver. */
const TALKER_EVENTS = 50;

/** Where the server does not say how often its streams speak. */
const DEFAULT_HEARTBEAT_MS = 5_000;

/** Everything the page of a node that is here shows. */
interface Found {
  readonly name: string | null;
  readonly snapshot: DashboardSnapshot;
  readonly parts: NodePageParts;
  /** What whoever asks may do with the node. */
  readonly control: ControlView | null;
}

/** The node's data as of this request; 404 for a node that is not here. */
export const handler = define.handlers({
  GET: ({ params, req, state }) => {
    const nodeId = params.id ?? "";
    const found = find(state, nodeId);
    const headers = { "Cache-Control": "no-cache" };
    const remembered = rememberedSort(req.headers.get("cookie"));
    return page({ nodeId, found, remembered }, found ? { headers } : { headers, status: 404 });
  },
});

/** The page of one local node: complete as the server renders it, live where there is JavaScript. */
export default define.page<typeof handler>(function NodeRoute({ data, config, state, url }) {
  const { nodeId, found } = data;
  const home = `${config.basePath}/`;
  const { title, heartbeatIntervalMs } = state.services.settings;
  if (!found) {
    return (
      <>
        <Head>
          <title>{`No node ${nodeId}, ${title}`}</title>
        </Head>
        <NoSuchNode nodeId={nodeId} home={home} />
      </>
    );
  }
  const { name, snapshot, parts, control } = found;
  return (
    <>
      <Head>
        <title>{`Node ${nodeId}${name ? ` ${name}` : ""}, ${title}`}</title>
      </Head>
      <nav class="crumbs" aria-label="Where you are">
        <a href={home}>Dashboard</a> <span aria-hidden="true">›</span>{" "}
        <span aria-current="page">Node {nodeId}</span>
      </nav>
      {state.services.voters.has(nodeId) && (
        <p class="node-voter">
          <a href={`${home}voters/${encodeURIComponent(nodeId)}`}>
            Which of its receivers is voted
          </a>
        </p>
      )}
      <noscript>
        <p class="noscript-note">This page is as of loading and loads itself again every 15 s.</p>
      </noscript>
      {control && (
        <>
          <Head>
            <link key="control" rel="stylesheet" href={config.basePath + asset("/control.css")} />
          </Head>
          <Control {...control} basePath={config.basePath} back={`/nodes/${encodeURIComponent(nodeId)}`} />
        </>
      )}
      <NodePage
        nodeId={nodeId}
        snapshot={snapshot}
        parts={parts}
        basePath={config.basePath}
        heartbeatMs={heartbeatIntervalMs ?? DEFAULT_HEARTBEAT_MS}
        sort={parseView(url).sort}
        remembered={data.remembered}
        query={(url.searchParams.get("q") ?? "").slice(0, MAX_QUERY_LENGTH).trim()}
      />
    </>
  );
});

function find(state: State, nodeId: string): Found | null {
  const { services } = state;
  const node = visibleNodeOrNull(state, nodeId);
  const detail = services.nodeDetail(nodeId);
  if (!node || !detail) return null;
  return {
    name: node.name ?? node.callsign,
    control: controlView(state, [node]),
    snapshot: snapshotOf(state, node),
    parts: {
      detail,
      tree: networkTree({ node, nodes: services.nodes(), names: services.names }),
      networkMark: networkMark(node),
      treeAtMs: node.updated_at === null ? null : Date.parse(node.updated_at),
      history: nodeHistory(services, nodeId, HISTORY_ROWS),
      variables: node.variables,
    },
  };
}

/** What the live part goes on from; the network and the variables are parts of their own and not sent twice. */
function snapshotOf({ services }: State, node: NodeStatus): DashboardSnapshot {
  const talkers = services.stats.talkerLog({ limit: TALKER_EVENTS });
  return {
    generatedAtMs: services.clock.now(),
    epoch: services.live.epoch,
    seq: services.live.seq,
    version: services.version.version,
    demo: services.settings.demo,
    nodes: [{ ...node, network: [], variables: {} }],
    servers: services.servers(),
    talkers: talkers.filter((event) => event.local_node === node.node_id),
    topLinks: [],
    database: services.health().database,
  };
}
