/** One link as clients of the per-node stream know it; every field is text, unknown ones are empty. */
export interface RemoteNode {
  readonly node: string;
  /** Callsign, description and location, as far as known. */
  readonly info: string;
  readonly ip: string;
  readonly direction: string;
  /** `HH:MM:SS`; hours may exceed 99. */
  readonly elapsed: string;
  readonly link: string;
  readonly keyed: "yes" | "no";
  /** Seconds since the link was last heard, `-1` for never in this session. */
  readonly last_keyed: string;
  readonly mode: string;
}

/** One local node as clients of the per-node stream know it. */
export interface NodeObject {
  readonly status: "online" | "offline";
  readonly cos_keyed: 0 | 1;
  readonly tx_keyed: 0 | 1;
  readonly cpu_temp: string | null;
  readonly cpu_up: string | null;
  readonly cpu_load: string | null;
  readonly ALERT: string | null;
  readonly WX: string | null;
  readonly DISK: string | null;
  readonly remote_nodes: readonly RemoteNode[];
}

/** A message of the per-node stream: the object under the node's number. */
export type NodeObjectMessage = Readonly<Record<string, NodeObject>>;
