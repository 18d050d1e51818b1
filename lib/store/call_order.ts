import type { CallName } from "./call_types.ts";

/** Order of the list: newest first; ties by id, then server. */
export function newestCallFirst(one: CallName, other: CallName): number {
  return other.startedAtMs - one.startedAtMs || compare(other.callId, one.callId) ||
    compare(other.server, one.server);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
