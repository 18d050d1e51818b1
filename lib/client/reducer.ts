import type {
  AmiStatusChange,
  DatabaseStatus,
  Envelope,
  NodeKeyed,
  NodeStatus,
  ServerStatus,
  Welcome,
} from "../wire/mod.ts";
import { addLinks, removeLinks, transmitLinks } from "./links_reducer.ts";
import { type DashboardModel, GONE_LIMIT, type NodeModel, type ServerView } from "./model.ts";
import { addTalker, replaceTalkers } from "./talkers.ts";
import { instantMs, nodeModel, serverView } from "./views.ts";

/**
 * The model after one message. Pure: the message carries its own time. `null` stands for a message that the
 * guards did not know; it is counted and changes nothing else. A message older than what is shown changes nothing, so
 * two streams of the same server may arrive in any order.
 */
export function applyMessage(model: DashboardModel, envelope: Envelope | null): DashboardModel {
  if (envelope === null) return { ...model, ignored: model.ignored + 1 };
  const { seq, timestamp } = envelope;
  switch (envelope.messageType) {
    case "WELCOME":
      return welcome(model, envelope.data);
    case "STATUS_UPDATE":
      return applyStatus(model, envelope.data, seq, timestamp);
    case "LINK_ADDED":
    case "LINK_UPDATED":
      return addLinks(model, envelope.data, seq, timestamp);
    case "LINK_REMOVED":
      return removeLinks(model, envelope.data, seq, timestamp);
    case "LINK_TX":
      return transmitLinks(model, [envelope.data], seq);
    case "LINK_TX_BATCH":
      return transmitLinks(model, envelope.data, seq);
    case "NODE_TX":
    case "NODE_RX":
      return applyKeyed(model, envelope.messageType, envelope.data, seq);
    case "TALKER_EVENT":
      return addTalker(model, envelope.data, seq);
    case "TALKER_LOG_SNAPSHOT":
      return replaceTalkers(model, envelope.data, seq);
    case "AMI_STATUS":
      return applyAmi(model, envelope.data, timestamp);
    case "HEARTBEAT":
    case "COMMAND_ACCEPTED":
    case "COMMAND_RESULT": // for whoever works the nodes, who listens
    case "PONG":
      return model;
    default:
      return { ...model, ignored: model.ignored + 1 };
  }
}

/** A new run of the server counts from 1 again, so no number known so far may hold back what it says. */
function welcome(model: DashboardModel, data: Welcome): DashboardModel {
  if (data.epoch === model.epoch) return model;
  const nodes = new Map<string, NodeModel>();
  for (const [id, node] of model.nodes) {
    nodes.set(id, { ...node, seq: 0, linkSeqs: new Map(), keyedSeq: { rx: 0, tx: 0 } });
  }
  return { ...model, epoch: data.epoch, version: data.version, nodes, talkersSeq: 0 };
}

function applyStatus(model: DashboardModel, status: NodeStatus, seq: number, atMs: number): DashboardModel {
  const previous = model.nodes.get(status.node_id);
  if (previous && seq < previous.seq) return model;
  const next = nodeModel(status, seq, atMs, previous);
  const gone = previous ? model.gone : model.gone.filter(({ nodeId }) => nodeId !== status.node_id);
  return { ...model, gone, nodes: new Map(model.nodes).set(status.node_id, next) };
}

function applyKeyed(
  model: DashboardModel,
  type: "NODE_TX" | "NODE_RX",
  data: NodeKeyed,
  seq: number,
): DashboardModel {
  const node = model.nodes.get(data.node);
  const side = type === "NODE_TX" ? "tx" : "rx";
  if (!node || seq < Math.max(node.seq, node.keyedSeq[side])) return model;
  const sinceMs = data.keyed ? instantMs(data.at) : null;
  const change = side === "tx"
    ? { txKeyed: data.keyed, txSinceMs: sinceMs }
    : { rxKeyed: data.keyed, rxSinceMs: sinceMs };
  const view = { ...node.view, ...change };
  const next = { ...node, view, keyedSeq: { ...node.keyedSeq, [side]: seq } };
  return { ...model, nodes: new Map(model.nodes).set(data.node, next) };
}

/** A state that goes on keeps its beginning; `retry_in` counts from the message. */
function applyAmi(model: DashboardModel, data: AmiStatusChange, atMs: number): DashboardModel {
  const before = model.servers.get(data.server);
  const goesOn = before !== undefined && before.state === data.state;
  const view: ServerView = {
    server: data.server,
    state: data.state,
    sinceMs: goesOn ? before.sinceMs : atMs,
    attempts: data.attempt,
    retryAtMs: data.retry_in === null ? null : atMs + data.retry_in * 1000,
    lastError: data.error,
    ...(data.notice ? { notice: data.notice } : {}),
  };
  return { ...model, servers: new Map(model.servers).set(data.server, view) };
}

/** Takes what `/health` tells; `null` keeps the servers as they are. Servers that are no longer there go. */
export function replaceHealth(
  model: DashboardModel,
  servers: readonly ServerStatus[] | null,
  database: DatabaseStatus,
): DashboardModel {
  if (servers === null) return { ...model, database };
  return {
    ...model,
    database,
    servers: new Map(servers.map((server) => [server.server, serverView(server)])),
  };
}

/** Takes away local nodes that the server no longer has, and remembers that they went. */
export function retainNodes(
  model: DashboardModel,
  nodeIds: ReadonlySet<string>,
  goneAtMs: number,
): DashboardModel {
  const kept = [...model.nodes].filter(([id]) => nodeIds.has(id));
  if (kept.length === model.nodes.size) return model;
  const lost = [...model.nodes.values()].filter(({ view }) => !nodeIds.has(view.nodeId));
  const gone = lost.map(({ view }) => ({
    nodeId: view.nodeId,
    name: view.name ?? view.callsign ?? "",
    goneAtMs,
  }));
  return { ...model, nodes: new Map(kept), gone: [...model.gone, ...gone].slice(-GONE_LIMIT) };
}
