import type { AdminServices } from "../admin/mod.ts";
import type { NameSource } from "../astdb/mod.ts";
import type { AuditLog, Auth, Gate, Principal } from "../auth/mod.ts";
import type { Clock } from "../clock/mod.ts";
import type { Control, Favorites, FavoriteWatch } from "../control/mod.ts";
import type { LiveHub, Viewer } from "../live/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { MetricsAnswer } from "../metrics/mod.ts";
import type { NameLookup } from "../nodes/mod.ts";
import type { SiteFace } from "../site/mod.ts";
import type { CallsReader, HistoryReader, StatsReader } from "../store/mod.ts";
import type { VoterBoard } from "../voters/mod.ts";
import type {
  CallSnapshot,
  Health,
  HostFacts,
  MqttStatus,
  NodeDetail,
  NodeStatus,
  ServerStatus,
  VersionInfo,
} from "../wire/mod.ts";
import type { Admission } from "./rate_limit.ts";
import type { SharedPages } from "./shared_pages.ts";

/** What the web needs to know of the configuration. */
export interface WebSettings {
  readonly title: string;
  readonly subtitle: string;
  /** Logo, home and links of the station; none where it is not told. */
  readonly site?: SiteFace;
  readonly publicStatsRpm: number;
  /** Peers whose `X-Forwarded-For` and `-Proto` are believed: addresses or `address/bits`. */
  readonly trustedProxies: readonly string[];
  /** Everything is served below this path: as `/nexus`; nothing where it is not told. */
  readonly basePath?: string;
  readonly demo: boolean;
  /** True where pages for those who work on Nexus are shown too; never by itself. */
  readonly development?: boolean;
  /** How often the streams say something at least; 5 s where it is not told. */
  readonly heartbeatIntervalMs?: number;
  /** Further origins whose pages may open WebSockets, as `https://host:port`. */
  readonly allowedOrigins?: readonly string[];
  /** False: everything but signing in and `/health` needs an account; true where it is not told. */
  readonly allowAnonDashboard?: boolean;
  /** Whether anybody may make themselves an account that may look; not where it is not told. */
  readonly allowRegistration?: boolean;
}

/** Everything a route may call: read-only views of the running system, built by the composition root. */
export interface Services {
  readonly settings: WebSettings;
  readonly version: VersionInfo;
  readonly clock: Clock;
  readonly log: Logger;
  readonly live: LiveHub;
  /** Finds out who asks. */
  readonly gate: Gate;
  /** Accounts: signing in and out, and managing them. */
  readonly auth: Auth;
  /** Who did what. */
  readonly audit: AuditLog;
  /** Commands to nodes, and what came of them. */
  readonly control: Control;
  /** Nodes to link to with one tap. */
  readonly favorites: Favorites;
  /** What favourites are doing; `null` where that is not to be asked. */
  readonly favoriteWatch: FavoriteWatch | null;
  /** What the system says of itself to those who run it. */
  readonly admin: AdminServices;
  readonly stats: StatsReader;
  readonly history: HistoryReader;
  /** Calls that are over, and the course of each. */
  readonly callHistory: CallsReader;
  readonly names: NameLookup;
  /** The node directory, to be searched. */
  readonly directory: Pick<NameSource, "search" | "status">;
  /** Every local node of every server, in order of server, then number. Addresses are not masked yet. */
  nodes(): readonly NodeStatus[];
  node(nodeId: string): NodeStatus | undefined;
  /** What is known of a local node besides its links; undefined for a node that is not local. */
  nodeDetail(nodeId: string): NodeDetail | undefined;
  /** Local nodes that a node is adjacent to now, in the order of `nodes`; cheap, whatever their number of links. */
  linkedTo(node: string): readonly string[];
  servers(): readonly ServerStatus[];
  /** Which receiver of each voter is voted. */
  readonly voters: VoterBoard;
  /** Calls that are up, in order of server, oldest first. */
  liveCalls(): readonly CallSnapshot[];
  /** Servers whose Asterisk is too old to tell which call its events are about. */
  serversWithoutCalls(): readonly string[];
  health(): Health;
  /** The session with the MQTT broker; `null` while none is configured. */
  mqtt(): MqttStatus | null;
  /** How the machine was at the last look; `null` where nobody looks. */
  host(): HostFacts | null;
  /** The counters for somebody who sent this token; absent where there are none. */
  metrics?(bearer: string | null): MetricsAnswer;
  /** Pages that many ask for at once; each request gets one of its own where it is absent. */
  readonly sharedPages?: SharedPages;
  /** Allows one request of `address`, or tells after how many seconds to try again. */
  admit(address: string): Admission;
  /** The same for signing in and whatever else costs a password's hash. `key` is an address, or a browser that is known. */
  admitSignIn(key: string): Admission;
}

/** `ctx.state` of every request. */
export interface State {
  services: Services;
  requestId: string;
  /** The client's address, proxies believed only where configured. */
  clientAddress: string;
  /** How the client reached the server, proxies believed only where configured. */
  scheme: "http" | "https";
  /** The host that the client asked for, with its port, proxies believed only where configured; `null` where it says none. */
  clientHost: string | null;
  /** What the session's cookie is called, as the client reached the server. */
  cookieName: string;
  /** Who asks, and what they may. */
  principal: Principal;
  /** Who asks, as the streams know them. */
  viewer: Viewer;
}
