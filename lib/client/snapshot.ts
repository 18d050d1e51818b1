import type { DatabaseStatus, NodeStatus, ServerStatus, TalkerEvent, TopLink } from "../wire/mod.ts";
import type { DashboardModel, NodeModel } from "./model.ts";
import type { TimelineSeed } from "./timeline_seed.ts";
import { nodeModel, serverView, topEntries } from "./views.ts";

/** What the top list shows of a link. */
export type TopLinkSeed = Pick<
  TopLink,
  "local_node" | "node" | "callsign" | "description" | "total_tx_seconds"
>;

/** What the server puts into the page: all that the first rendering shows, and where the streams go on from. */
export interface DashboardSnapshot {
  /** The server's time of this snapshot: ages are counted from here. */
  readonly generatedAtMs: number;
  readonly epoch: string;
  readonly seq: number;
  readonly version: string;
  readonly demo: boolean;
  readonly nodes: readonly NodeStatus[];
  readonly servers: readonly ServerStatus[];
  /** Newest first. */
  readonly talkers: readonly TalkerEvent[];
  readonly topLinks: readonly TopLinkSeed[];
  readonly database: DatabaseStatus;
  /** Who talked when; a page without it draws none. */
  readonly timeline?: TimelineSeed;
}

/** The model that a page begins with. */
export function modelFromSnapshot(snapshot: DashboardSnapshot): DashboardModel {
  const nodes = new Map<string, NodeModel>();
  for (const status of snapshot.nodes) {
    nodes.set(status.node_id, nodeModel(status, snapshot.seq, snapshot.generatedAtMs, undefined));
  }
  return {
    epoch: snapshot.epoch,
    version: snapshot.version,
    nodes,
    gone: [],
    servers: new Map(snapshot.servers.map((server) => [server.server, serverView(server)])),
    talkers: snapshot.talkers,
    talkersSeq: snapshot.seq,
    top: topEntries(snapshot.topLinks),
    database: snapshot.database,
    ignored: 0,
  };
}
