import type { VoterInstance, VoterReceiverRow } from "../rpt/mod.ts";
import type { VoterReceiverState } from "../wire/mod.ts";
import { receiverState, votedIndex } from "./wire_form.ts";

/** A receiver with what was seen of it before. Instants are epoch milliseconds. */
export interface HeardReceiver extends VoterReceiverRow {
  readonly state: VoterReceiverState;
  /** When it last had a signal; `null`: it had none in any answer. */
  readonly heardAtMs: number | null;
}

/** A voter with what was seen of it before. */
export interface HeardVoter {
  readonly node: string;
  readonly voted: string | null;
  /** When an answer first told of the receiver that is voted now; `null` while none is. */
  readonly votedSinceMs: number | null;
  readonly receivers: readonly HeardReceiver[];
}

/** Remembers of one server's voters who was heard when; holds no more than the last answer had. */
export class VoterMemory {
  #voters: readonly HeardVoter[] = [];

  /** The voters as of the last answer. */
  get voters(): readonly HeardVoter[] {
    return this.#voters;
  }

  /** Takes an answer that was asked for at `atMs`. */
  take(voters: readonly VoterInstance[], atMs: number): void {
    const before = new Map(this.#voters.map((voter) => [voter.node, voter]));
    this.#voters = voters.map((voter) => heard(voter, atMs, before.get(voter.node)));
  }
}

function heard(voter: VoterInstance, atMs: number, before: HeardVoter | undefined): HeardVoter {
  const { node, voted } = voter;
  const index = votedIndex(voter);
  const known = new Map(before?.receivers.map((receiver) => [receiver.name, receiver]));
  const receivers = voter.receivers.map((receiver, at): HeardReceiver => {
    const state = receiverState(receiver, at === index);
    const isHeard = state === "voted" || state === "receiving";
    return { ...receiver, state, heardAtMs: isHeard ? atMs : known.get(receiver.name)?.heardAtMs ?? null };
  });
  const isSame = voted !== null && before?.voted === voted;
  return {
    node,
    voted,
    votedSinceMs: voted === null ? null : isSame ? before.votedSinceMs : atMs,
    receivers,
  };
}
