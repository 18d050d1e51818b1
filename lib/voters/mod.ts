/**
 * @module lib/voters: which receiver is voted, for those who look. The board joins what each server answered to VoterStatus with
 * what it remembers (who was heard when), and tells those who watch; servers are asked only while there is somebody.
 */
export { VoterBoard } from "./board.ts";
export type { VoterBoardOptions, VoterName, VoterSource, VoterWatch, VoterWatcher } from "./board.ts";
export { VoterMemory } from "./memory.ts";
export type { HeardReceiver, HeardVoter } from "./memory.ts";
export { maskVoters, receiverState } from "./wire_form.ts";
