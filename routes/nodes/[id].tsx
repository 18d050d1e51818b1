import { page } from "fresh";
import { Head } from "fresh/runtime";
import { Message } from "../../components/Message.tsx";
import { NodePageHistory } from "../../components/NodePageHistory.tsx";
import { NodePageNetwork } from "../../components/NodePageNetwork.tsx";
import { NodePageVariables } from "../../components/NodePageVariables.tsx";
import NodePage from "../../islands/NodePage.tsx";
import { type DashboardSnapshot, parseView } from "../../lib/client/mod.ts";
import {
  define,
  networkTree,
  nodeHistory,
  searchNetwork,
  type State,
  visibleNodeOrNull,
} from "../../lib/http/mod.ts";
import type { NetworkTree, NodeDetail, NodeHistory, NodeStatus } from "../../lib/wire/mod.ts";

/** Talker events looked through for those of this node; the page needs the last of its receiver. */
const TALKER_EVENTS = 50;

/** Sessions and transmissions read for the page. */
const HISTORY_ROWS = 200;

/** Longest text that is searched for. */
const MAX_QUERY_LENGTH = 80;

/** Where the server does not say how often its streams speak. */
const DEFAULT_HEARTBEAT_MS = 5_000;

/** Everything the page of a node that is here shows. */
interface Found {
  readonly snapshot: DashboardSnapshot;
  readonly node: NodeStatus;
  readonly detail: NodeDetail;
  readonly history: NodeHistory;
  readonly tree: NetworkTree;
  readonly total: number;
  readonly query: string;
}

/** The node's data as of this request; 404 for a node that is not here. */
export const handler = define.handlers({
  GET: ({ params, state, url }) => {
    const nodeId = params.id ?? "";
    const found = find(state, nodeId, (url.searchParams.get("q") ?? "").slice(0, MAX_QUERY_LENGTH).trim());
    const headers = { "Cache-Control": "no-cache" };
    return page({ nodeId, found }, found ? { headers } : { headers, status: 404 });
  },
});

/** The page of one local node: complete as the server renders it, its head and its links live where there is JavaScript. */
export default define.page<typeof handler>(function NodeRoute({ data, config, state, url }) {
  const { nodeId, found } = data;
  const home = `${config.basePath}/`;
  const { title, heartbeatIntervalMs } = state.services.settings;
  if (!found) return <Unknown nodeId={nodeId} home={home} title={title} />;
  const { node, snapshot, detail, history, tree, total, query } = found;
  const name = node.name ?? node.callsign;
  return (
    <>
      <Head>
        <title>{`Node ${nodeId}${name ? ` ${name}` : ""}, ${title}`}</title>
      </Head>
      <nav class="crumbs" aria-label="Where you are">
        <a href={home}>Dashboard</a> <span aria-hidden="true">›</span>{" "}
        <span aria-current="page">Node {nodeId}</span>
      </nav>
      <noscript>
        <p class="noscript-note">This page is as of loading. Load it again for what is new.</p>
      </noscript>
      <NodePage
        nodeId={nodeId}
        snapshot={snapshot}
        detail={detail}
        basePath={config.basePath}
        heartbeatMs={heartbeatIntervalMs ?? DEFAULT_HEARTBEAT_MS}
        sort={parseView(url).sort}
      />
      <div class="node-page-rest">
        <NodePageNetwork
          tree={tree}
          query={query}
          total={total}
          pages={`${home}nodes/`}
          asOfMs={snapshot.generatedAtMs}
        />
        <NodePageHistory history={history} />
        <NodePageVariables variables={node.variables} />
      </div>
    </>
  );
});

function Unknown(
  { nodeId, home, title }: { readonly nodeId: string; readonly home: string; readonly title: string },
) {
  return (
    <Message title={`No node ${nodeId} here`} home={home}>
      <Head>
        <title>{`No node ${nodeId}, ${title}`}</title>
      </Head>
      <p>
        None of the servers that Nexus watches has a local node{" "}
        <code>{nodeId}</code>. Pages are made for local nodes; a node that is only linked to one of them
        stands there.
      </p>
    </Message>
  );
}

function find(state: State, nodeId: string, query: string): Found | null {
  const { services } = state;
  const node = visibleNodeOrNull(state, nodeId);
  const detail = services.nodeDetail(nodeId);
  if (!node || !detail) return null;
  const tree = networkTree({ node, nodes: services.nodes(), names: services.names });
  return {
    snapshot: snapshotOf(state, node),
    node,
    detail,
    history: nodeHistory(services, nodeId, HISTORY_ROWS),
    tree: searchNetwork(tree, query),
    total: tree.hops.reduce((sum, count) => sum + count, tree.unknown),
    query,
  };
}

/** What the live part goes on from; network and variables are shown below it and not sent twice. */
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
