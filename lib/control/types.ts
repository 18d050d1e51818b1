import type { AmiActions } from "../ami/mod.ts";
import type { SignedIn } from "../auth/mod.ts";
import type { AmiState, CommandState, LinkInfo, LinkMode, Role } from "../wire/mod.ts";

/** Makes a link, or makes one again in another mode. */
export interface ConnectCommand {
  readonly action: "connect" | "monitor" | "local_monitor";
  /** The far node's number. */
  readonly target: string;
  /** app_rpt calls it again whenever it is lost. */
  readonly permanent: boolean;
  /** Everything that is linked goes first. */
  readonly disconnectFirst: boolean;
}

/** A command of the configuration: one line of app_rpt's command line, written by the owner. */
export interface NamedCommand {
  readonly name: string;
  readonly label: string;
  /** The line, with `%node%` for the node. */
  readonly run: string;
  /** Nodes that it is for; `null`: every one. */
  readonly nodes: readonly string[] | null;
  /** The least role that may send it. */
  readonly role: Role;
  /** Whether people are asked once before it is sent. */
  readonly ask: boolean;
}

/** What a node is told to do, every part of it checked. */
export type Command =
  | ConnectCommand
  | { readonly action: "disconnect"; readonly target: string }
  | { readonly action: "disconnect_all" | "reconnect" }
  | { readonly action: "dtmf"; readonly digits: string }
  | { readonly action: "named"; readonly named: NamedCommand };

/** Which mode each connecting action gives. */
export const MODE_OF: Readonly<Record<ConnectCommand["action"], Exclude<LinkMode, "C">>> = {
  connect: "T",
  monitor: "R",
  local_monitor: "L",
};

/** The end of a command. */
export interface Outcome {
  readonly state: Exclude<CommandState, "accepted">;
  readonly message: string;
}

/**
 * Where a command is. `queued`: not sent yet; `sending`: a part of it is on its way; `watching`: sent, and its effect is looked for;
 * `finished`: its end is known.
 */
export type Progress =
  | { readonly phase: "queued" }
  | { readonly phase: "sending"; readonly before: readonly LinkInfo[] }
  | { readonly phase: "watching"; readonly before: readonly LinkInfo[]; readonly sentAtMs: number }
  | { readonly phase: "finished"; readonly outcome: Outcome; readonly atMs: number };

/** Who sent a command, and from where. */
export interface Sender {
  readonly principal: SignedIn;
  /** The client's address. */
  readonly from: string;
}

/** What app_rpt counted of commands by DTMF. */
export interface DtmfCount {
  /** Commands carried out since app_rpt started; `null` where it does not tell. */
  readonly commands: number | null;
  /** The last of them, without the star; `null` where there was none. */
  readonly last: string | null;
}

/** One local node as control sees it. */
export interface NodeSite {
  readonly server: string;
  readonly ami: AmiActions;
  /** State of its server's session. */
  state(): AmiState;
  /** Its links now. */
  links(): readonly LinkInfo[];
  /** Has it polled as soon as its budget allows. */
  lookSoon(): void;
  /** Asks what it counted of DTMF. Rejects with `AmiError`. */
  dtmf(): Promise<DtmfCount>;
}
