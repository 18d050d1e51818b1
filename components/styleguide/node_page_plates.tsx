import { signal } from "@preact/signals";
import {
  browserClock,
  type DashboardSnapshot,
  modelFromSnapshot,
  type NexusState,
  NodeLinkChoice,
  NodePageFeed,
  type NodePageParts,
} from "../../lib/client/mod.ts";
import type {
  NetworkBranch,
  NetworkEntry,
  NetworkTree,
  NodeDetail,
  NodeFlags,
  NodeHistory,
  NodeStatus,
} from "../../lib/wire/mod.ts";
import { NodePageView } from "../NodePageView.tsx";
import { NoSuchNode } from "../NoSuchNode.tsx";
import type { Plate } from "./plate.tsx";
import { ago, EVERY_LINK, PLATE_AT_MS, server, snapshot, status } from "./samples.ts";

const USUAL: NodeFlags = {
  transmitter: "enabled",
  time_out_timer: "enabled",
  time_out_timer_state: "reset",
  identifier_state: "clean",
  scheduler: "enabled",
  incoming_connections: "enabled",
  linking_commands: "enabled",
  user_functions: "enabled",
  autopatch: "enabled",
  autopatch_state: "down",
  parrot: "disabled",
  telemetry: "follows",
  tail: "standard",
};

/** Everything that a viewer should notice. */
const UNUSUAL: NodeFlags = {
  ...USUAL,
  transmitter: "disabled",
  time_out_timer_state: "timed_out",
  identifier_state: "queued_for_cleanup",
  scheduler: "disabled",
  incoming_connections: "disabled",
  linking_commands: null,
  autopatch_state: "failed",
  parrot: "enabled",
  telemetry: "not_dynamic",
  tail: "alternate",
};

const UNKNOWN: NodeDetail = {
  node_id: "1999",
  server: "home",
  flags: null,
  flags_at: null,
  counters: null,
  counters_at: null,
  remote_base: null,
  connected_nodes: null,
};

const KNOWN: NodeDetail = {
  ...UNKNOWN,
  flags: USUAL,
  flags_at: ago(42),
  counters: {
    keyups_today: 57,
    keyups_total: 18_204,
    kerchunks_today: 3,
    kerchunks_total: 911,
    time_outs_total: 2,
    tx_today_seconds: 3_744,
    tx_total_seconds: 1_203_331,
  },
  counters_at: ago(190),
};

function entry(
  node: string,
  callsign: string | null = null,
  fields: Partial<NetworkEntry> = {},
): NetworkEntry {
  return { node, mode: "T", callsign, description: null, location: null, local: false, ...fields };
}

function branch(hop: number, of: NetworkEntry, fields: Partial<NetworkBranch> = {}): NetworkBranch {
  return { ...of, hop, connecting: false, branches: [], behind: [], ...fields };
}

/** Far nodes, enough that their list is folded up. */
const FAR = Array.from(
  { length: 32 },
  (_, index) =>
    entry(String(40_000 + index * 7), index % 3 === 0 ? `QX7F${index}` : null, {
      location: index % 2 === 0 ? "Springfield" : null,
      mode: index % 5 === 0 ? "R" : "T",
    }),
);

const TREE: NetworkTree = {
  branches: [
    branch(1, entry("1998", "QX0NEX", { local: true, description: "Workbench" }), {
      branches: [
        branch(2, entry("2001", "QX8MID", { location: "Lower Vale" }), {
          branches: [branch(3, entry("2002")), branch(3, entry("QX4PHN-P", null, { mode: "R" }))],
        }),
      ],
    }),
    branch(1, entry("2000", "QX1ABC", { description: "Hub", location: "Boston, MA" }), {
      behind: FAR.slice(0, 5),
    }),
    branch(1, entry("29332", null, { mode: "C" }), { connecting: true }),
  ],
  unplaced: FAR.slice(5),
  hops: [3, 1, 2],
  unknown: FAR.length,
};

const EMPTY_TREE: NetworkTree = { branches: [], unplaced: [], hops: [], unknown: 0 };

const NO_HISTORY: NodeHistory = {
  node_id: "1999",
  sessions: [],
  transmissions: [],
  days: [],
  generated_at: ago(0),
};

const HISTORY: NodeHistory = {
  ...NO_HISTORY,
  sessions: [
    { ...who("2000", "QX1ABC"), connected_at: ago(9_000), ended_at: null, tx_seconds: 512 },
    { ...who("QX4PHN-P", null), connected_at: ago(90_000), ended_at: ago(88_000), tx_seconds: 0 },
  ],
  transmissions: [
    { ...who("2000", "QX1ABC"), started_at: ago(12), ended_at: null },
    { ...who("1999", null), started_at: ago(75), ended_at: ago(74.6) },
    { ...who("2000", "QX1ABC"), started_at: ago(320), ended_at: ago(200) },
  ],
  days: ["2026-02-12", "2026-02-11", "2026-02-10", "2026-02-09"].map((day, index) => ({
    day,
    tx_seconds: [3_744, 9_120, 0, 640][index] ?? 0,
    count: [57, 130, 0, 9][index] ?? 0,
  })),
};

function who(node: string, callsign: string | null) {
  return { node, callsign, description: null };
}

const KNOWN_PARTS: NodePageParts = {
  detail: KNOWN,
  tree: TREE,
  networkMark: "",
  treeAtMs: PLATE_AT_MS - 4_000,
  history: HISTORY,
  variables: {
    ALERT: "",
    WX: "Wind NW 12 km/h, 7 °C",
    LONG: "a value without a blank ".repeat(40).replaceAll(" ", "_"),
  },
};

const NOTES: NodeStatus["notes"] = [
  { kind: "alert", text: "No alerts", seen_at: ago(20) },
  { kind: "weather", text: "Wind NW 12 km/h, 7 °C", seen_at: ago(20) },
  { kind: "cpu_temp", text: "118 °F, 48 °C", seen_at: ago(20) },
  { kind: "disk", text: "Disk - 7.0G 3% used, 274G remains", seen_at: ago(20) },
];

/** The page of a node in its states. */
export const NODE_PAGE_PLATES: readonly Plate[] = [
  {
    name: "node",
    about: "The page of a node: live, a tree of three hops, far nodes folded up.",
    show: () => nodePage(snapshot({ nodes: [status(EVERY_LINK, { notes: NOTES })] }), KNOWN_PARTS),
  },
  {
    name: "node-stale",
    about: "Its Asterisk is away, nothing is recorded; what was known stood out; a search that finds two.",
    show: () =>
      nodePage(
        snapshot({
          nodes: [status(EVERY_LINK, { stale: true, ami: "retrying", updated_at: ago(204) })],
          servers: [server({ state: "retrying", since: ago(200), attempts: 4, retry_at: ago(-12) })],
          database: { state: "failing", since: ago(60), error: "disk is full", dropped_writes: 12 },
        }),
        {
          ...KNOWN_PARTS,
          detail: { ...KNOWN, flags: UNUSUAL, remote_base: true },
          treeAtMs: PLATE_AT_MS - 204_000,
        },
        { kind: "reconnecting", retryAtMs: PLATE_AT_MS + 3_000 },
        "qx7f3",
      ),
  },
  {
    name: "node-gone",
    about: "The node went while its page was open, and Nexus is away.",
    show: () =>
      nodePage(snapshot({ nodes: [] }), KNOWN_PARTS, {
        kind: "away",
        lastMessageAtMs: PLATE_AT_MS - 23_000,
        retryAtMs: PLATE_AT_MS + 4_000,
      }),
  },
  {
    name: "node-empty",
    about:
      "A node that was never read, a search that finds nothing; and the page of a node that is not here.",
    show: () => (
      <>
        {nodePage(
          snapshot({ nodes: [status([], { stale: true, ami: "connecting", updated_at: null })] }),
          {
            ...KNOWN_PARTS,
            detail: UNKNOWN,
            tree: EMPTY_TREE,
            treeAtMs: null,
            history: NO_HISTORY,
            variables: {},
          },
          { kind: "live" },
          "nobody",
        )}
        <NoSuchNode nodeId="43732" home="/" />
      </>
    ),
  },
];

function nodePage(
  shown: DashboardSnapshot,
  parts: NodePageParts,
  nexus: NexusState = { kind: "live" },
  query = "",
) {
  const failed = () => Promise.resolve({ kind: "failed" } as const);
  const environment = { clock: browserClock, readDetail: failed, readNetwork: failed, readHistory: failed };
  return (
    <NodePageView
      nodeId="1999"
      model={signal(modelFromSnapshot(shown))}
      now={signal(PLATE_AT_MS)}
      nexus={signal(nexus)}
      parts={new NodePageFeed("1999", parts, environment)}
      links={new NodeLinkChoice(null, "")}
      query={signal(query)}
      search={() => {}}
      home="/"
      pageVersion={shown.version}
    />
  );
}
