import type { AmiState } from "./nodes.ts";

/** Who talked last on a node; `name` is the callsign, or the node's number where none is known. */
export interface NodeTalker {
  readonly node: string;
  readonly name: string;
  readonly at: string;
  readonly talking: boolean;
}

/** `{prefix}/node/{id}/state`, retained. */
export interface NodeStateMessage {
  readonly node: string;
  readonly server: string;
  /** State of the server's AMI session. */
  readonly ami: AmiState;
  /** Whether its receiver or its transmitter is keyed. */
  readonly keyed: boolean;
  readonly rx_keyed: boolean;
  readonly tx_keyed: boolean;
  /** Adjacent links that are up. */
  readonly links: number;
  /** Nodes of the whole network. */
  readonly num_links: number;
  /** `null` while nobody was heard. */
  readonly last_talker: NodeTalker | null;
  /** True when it may no longer hold. */
  readonly stale: boolean;
  readonly updated_at: string | null;
}

/** What an extension does. `calling`: it rings somebody; `ringing`: it is rung. */
export type ExtensionActivity = "idle" | "calling" | "ringing" | "in_call" | "held";

/** `{prefix}/extension/{number}/state`, retained; only where Home Assistant's discovery is on. */
export interface ExtensionStateMessage {
  readonly extension: string;
  readonly name: string | null;
  readonly state: ExtensionActivity;
  readonly since: string;
}
