/**
 * @module lib/wire: the types of everything that crosses a border (API, SSE, WebSocket, MQTT, domain events)
 * and the guards that turn unknown JSON into them. Server and browser share this room; it has no behaviour
 * beyond those guards. Field names are snake_case exactly as on the wire.
 *
 * Times are ISO 8601 UTC with milliseconds, durations are seconds as numbers, node identifiers are strings.
 */

/** What sort of thing the far end of a link is, told from its name alone. */
export type LinkKind = "allstar" | "echolink" | "irlp" | "text" | "private";

/** How audio flows over a link: transceive, receive only (monitor), local monitor, or still connecting. */
export type LinkMode = "T" | "R" | "L" | "C";

/** Who began the link: the far end (`IN`) or this node (`OUT`). */
export type LinkDirection = "IN" | "OUT";

/** Whether the link is up or being tried. */
export type LinkState = "ESTABLISHED" | "CONNECTING";

/** One adjacent link of one local node. `null` means "not known", never a guess. */
export interface LinkInfo {
  readonly local_node: string;
  readonly node: string;
  readonly kind: LinkKind;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
  /** Peer address; masked for anonymous readers. */
  readonly ip: string | null;
  readonly direction: LinkDirection | null;
  readonly mode: LinkMode | null;
  readonly link_state: LinkState;
  readonly connected_since: string | null;
  /** Seconds since `connected_since`, as of the message. */
  readonly elapsed_seconds: number | null;
  readonly current_tx: boolean;
  readonly current_tx_since: string | null;
  readonly last_tx_start: string | null;
  readonly last_tx_end: string | null;
  /** When the link was last known to be keyed: now while keyed, else the end of the last transmission. */
  readonly last_heard_at: string | null;
  /** Seconds ever, the running transmission included as of the message. */
  readonly total_tx_seconds: number;
  /** Seconds since `connected_since`, the running transmission included as of the message. */
  readonly session_tx_seconds: number;
  /** `session_tx_seconds` as percentage (0..100, one decimal) of the session; `null` while its length is unknown. */
  readonly session_tx_percent: number | null;
}

/** Names one link. */
export interface LinkRef {
  readonly local_node: string;
  readonly node: string;
}

/** One node reachable through the links, near or far, with the letter app_rpt gives it. */
export interface NetworkNode {
  readonly node: string;
  readonly mode: LinkMode;
}

/** State of the AMI session of one server. `refused`: the login was refused; `disabled`: no server configured. */
export type AmiState = "disabled" | "connecting" | "connected" | "retrying" | "refused" | "stopped";

/** What a note is about: `cpu_temp`, `cpu_load`, `uptime` and `disk` are of the node's machine. */
export type NodeNoteKind = "alert" | "weather" | "cpu_temp" | "cpu_load" | "uptime" | "disk";

/** Something that a script beside Asterisk tells of a node: text, of which markup was taken away. */
export interface NodeNote {
  readonly kind: NodeNoteKind;
  /** 1 to 500 characters on one line. */
  readonly text: string;
  /** When a poll last told it. */
  readonly seen_at: string;
}

/** Everything shown of one local node. */
export interface NodeStatus {
  readonly node_id: string;
  readonly server: string;
  readonly name: string | null;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
  readonly rx_keyed: boolean;
  readonly tx_keyed: boolean;
  /** Seconds since Asterisk started, as of the message. */
  readonly uptime_sec: number | null;
  readonly last_reload_sec: number | null;
  readonly booted_at: string | null;
  /** Nodes in the whole network (RPT_NUMLINKS). */
  readonly num_links: number;
  /** Adjacent links as app_rpt counts them (RPT_NUMALINKS; without local monitors). */
  readonly num_alinks: number;
  readonly links: readonly LinkInfo[];
  readonly network: readonly NetworkNode[];
  readonly variables: Readonly<Record<string, string>>;
  /** Those of the variables that scripts set for people, as text; in the order of the kinds, each kind once at most. */
  readonly notes: readonly NodeNote[];
  readonly ami: AmiState;
  /** When Asterisk last told anything of this node. */
  readonly updated_at: string | null;
  /** True when what is shown may no longer hold: the AMI session is not connected, or the node was never read. */
  readonly stale: boolean;
}

/** One key edge of one link. */
export interface LinkTx {
  readonly local_node: string;
  readonly node: string;
  readonly kind: "START" | "STOP";
  /** When the link keyed or unkeyed. */
  readonly at: string;
  readonly total_tx_seconds: number;
  readonly last_tx_start: string | null;
  readonly last_tx_end: string | null;
}

/** The local transmitter or receiver keyed or unkeyed. */
export interface NodeKeyed {
  readonly node: string;
  readonly keyed: boolean;
  readonly at: string;
}

/** A transmission started or ended. `node` equals `local_node` for the local receiver. */
export interface TalkerEvent {
  readonly at: string;
  readonly kind: "TX_START" | "TX_STOP";
  readonly local_node: string;
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
  /** Seconds; `null` on TX_START. */
  readonly duration: number | null;
}

/** A server's AMI session changed state. `retry_in` in seconds, `null` when no retry is due. */
export interface AmiStatusChange {
  readonly server: string;
  readonly state: AmiState;
  readonly attempt: number;
  readonly retry_in: number | null;
  readonly error: string | null;
  /** What else is to be known of the session; absent and `null`: nothing. */
  readonly notice?: ServerNotice | null;
}

/**
 * Something about a server that is neither up nor down. `no_events`: the session brings no events of app_rpt, and perhaps runs
 * no commands; `no_command`: it hears events and runs no commands.
 * `stopping`, `restarting`: Asterisk said so before it went.
 */
export interface ServerNotice {
  readonly code: "no_events" | "no_command" | "stopping" | "restarting";
  /** One line for people. */
  readonly message: string;
}
