import type { CallSnapshot } from "../wire/mod.ts";
import { GONE } from "./ending.ts";
import * as message from "./messages.ts";
import type { CallChange } from "./types.ts";

/**
 * The end of a call that was told of by an earlier run and that its server does not have any more. `left.endedAtMs` is when it was
 * last known to be up.
 */
export function lostCall(left: CallSnapshot, nowMs: number): CallChange {
  const { server, callId, startedAtMs, answeredAtMs, endedAtMs } = left;
  const seenAtMs = Math.max(endedAtMs ?? startedAtMs, answeredAtMs ?? startedAtMs);
  const waitingSinceMs = left.ringingAtMs ?? firstDialMs(left);
  const told = { callId, fromParty: left.from, toTarget: left.to };
  const talkMs = answeredAtMs === null ? 0 : seenAtMs - answeredAtMs;
  const waitedMs = Math.max(0, (answeredAtMs ?? seenAtMs) - waitingSinceMs);
  const payload = message.hungup(told, nowMs, GONE, { talkMs, totalMs: waitedMs + talkMs });
  // It goes on where its record ends.
  const call = {
    ...left,
    state: "ended",
    sinceMs: seenAtMs,
    endedAtMs: seenAtMs,
    adopted: true,
  } as const;
  return { server, atMs: nowMs, payload, call };
}

/** When somebody was tried first, where nothing told of ringing. */
function firstDialMs({ legs, startedAtMs }: CallSnapshot): number {
  return legs.find(({ role }) => role === "called")?.startedAtMs ?? startedAtMs;
}
