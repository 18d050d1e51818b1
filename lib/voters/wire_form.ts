import type { VoterInstance, VoterReceiverRow } from "../rpt/mod.ts";
import { maskAddress, type VoterReceiverState, type VotersAnswer } from "../wire/mod.ts";

/** Which of the receivers is the voted one, -1 for none. Where several have its name, one that is connected, then the strongest. */
export function votedIndex({ voted, receivers }: VoterInstance): number {
  let found = -1;
  receivers.forEach((receiver, index) => {
    if (voted !== null && receiver.name === voted && isBetter(receiver, receivers[found])) found = index;
  });
  return found;
}

function isBetter(receiver: VoterReceiverRow, than: VoterReceiverRow | undefined): boolean {
  if (!than || receiver.connected !== than.connected) return !than || receiver.connected;
  return (receiver.rssi ?? 0) > (than.rssi ?? 0);
}

/** How a receiver stands. What a receiver that is not connected was last heard with is no signal. */
export function receiverState(receiver: VoterReceiverRow, isVoted: boolean): VoterReceiverState {
  if (isVoted) return "voted";
  if (!receiver.connected) return "away";
  return (receiver.rssi ?? 0) > 0 ? "receiving" : "quiet";
}

/** Voters with the addresses of their receivers masked. */
export function maskVoters(answer: VotersAnswer): VotersAnswer {
  const voters = answer.voters.map((voter) => ({
    ...voter,
    receivers: voter.receivers.map((receiver) =>
      receiver.ip === null ? receiver : { ...receiver, ip: maskAddress(receiver.ip) }
    ),
  }));
  return { ...answer, voters };
}
