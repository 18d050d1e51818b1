import type { AmiState } from "./nodes.ts";
import { type Check, isFlag, isNumber, isOneOf, isText, listOf, orNull, shapeOf } from "./shape.ts";

/**
 * How a receiver stands: `voted` is the one that is heard on the node, `receiving` has a signal too, `quiet` has none, `away` is not
 * connected to the voter.
 */
export type VoterReceiverState = "voted" | "receiving" | "quiet" | "away";

/** A receiver's part in the timing of its server: none, the configured source, the source that is followed now. */
export type VoterTimingSource = "none" | "master" | "active_master";

/** One receiver of a voter. */
export interface VoterReceiver {
  readonly name: string;
  readonly state: VoterReceiverState;
  /** Signal from 0 (nothing) to 255, about 30 dB; `null` while it is not connected. */
  readonly rssi: number | null;
  /** It is heard beside the voted one (mix mode). */
  readonly mix: boolean;
  readonly timing: VoterTimingSource;
  /** Address, masked for anonymous readers; `null` when it was never seen. */
  readonly ip: string | null;
  /** When it last had a signal, as far as somebody looked; `null`: not while somebody did. */
  readonly last_heard_at: string | null;
}

/** One voter: a local node whose receiver is the best of several. */
export interface Voter {
  readonly node: string;
  readonly server: string;
  readonly name: string | null;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
  /** Name of the receiver that is voted; `null` while nothing is received. */
  readonly voted: string | null;
  /** Since when it is voted, as far as somebody looked. */
  readonly voted_since: string | null;
  /** In the order of the server's configuration. */
  readonly receivers: readonly VoterReceiver[];
  /** When this was asked for. */
  readonly updated_at: string;
  /** The server is away, or did not answer lately: what is told was true at `updated_at`. */
  readonly stale: boolean;
}

/** What is known of the voters of a server: whether it has any, has no chan_voter (`absent`), or was not asked yet. */
export type VoterKnowledge = "unknown" | "absent" | "none" | "known";

/** One server, as far as voters go. */
export interface VoterServer {
  readonly server: string;
  readonly ami: AmiState;
  readonly voters: VoterKnowledge;
}

/** Every voter of every server, with what is known of the servers. */
export interface VotersAnswer {
  readonly voters: readonly Voter[];
  readonly servers: readonly VoterServer[];
  readonly generated_at: string;
}

const textOrNull: Check = orNull(isText);

const RECEIVER = shapeOf({
  name: isText,
  state: isOneOf("voted", "receiving", "quiet", "away"),
  rssi: orNull(isNumber),
  mix: isFlag,
  timing: isOneOf("none", "master", "active_master"),
  ip: textOrNull,
  last_heard_at: textOrNull,
});

const VOTER = shapeOf({
  node: isText,
  server: isText,
  name: textOrNull,
  callsign: textOrNull,
  description: textOrNull,
  location: textOrNull,
  voted: textOrNull,
  voted_since: textOrNull,
  receivers: listOf(RECEIVER),
  updated_at: isText,
  stale: isFlag,
});

const ANSWER = shapeOf({
  voters: listOf(VOTER),
  servers: listOf(shapeOf({
    server: isText,
    ami: isOneOf("disabled", "connecting", "connected", "retrying", "refused", "stopped"),
    voters: isOneOf("unknown", "absent", "none", "known"),
  })),
  generated_at: isText,
});

/** True for what `/api/voters` and its stream tell. */
export function isVotersAnswer(value: unknown): value is VotersAnswer {
  return ANSWER(value);
}
