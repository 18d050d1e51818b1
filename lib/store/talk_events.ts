import type { TalkerEvent } from "../wire/mod.ts";
import { compareLinks, type LinkName } from "./order.ts";
import type { TransmissionRow } from "./rows.ts";

/** A talker event with what it is ordered by. */
export interface Talk extends LinkName {
  readonly atMs: number;
  readonly startedAtMs: number;
  readonly event: TalkerEvent;
}

/** The events of one transmission: its start, and unless it runs its end. What was cut off ended when it was last known to run. */
export function toTalk(row: TransmissionRow, running: boolean): readonly Talk[] {
  const started = talk(row, row.startedAtMs, "TX_START", null);
  if (running) return [started];
  const endedAtMs = row.endedAtMs ?? row.checkpointAtMs;
  return [started, talk(row, endedAtMs, "TX_STOP", (endedAtMs - row.startedAtMs) / 1_000)];
}

/** Newest first; at the same instant by link, of one link the later transmission first and its end before its start. */
export function talkOrder(one: Talk, other: Talk): number {
  const stopFirst = (talk: Talk): number => talk.event.kind === "TX_STOP" ? 0 : 1;
  return other.atMs - one.atMs || compareLinks(one, other) || other.startedAtMs - one.startedAtMs ||
    stopFirst(one) - stopFirst(other);
}

function talk(row: TransmissionRow, atMs: number, kind: TalkerEvent["kind"], duration: number | null): Talk {
  const { localNode, node, callsign, description, startedAtMs } = row;
  const at = new Date(atMs).toISOString();
  return {
    ...{ localNode, node, atMs, startedAtMs },
    event: { at, kind, local_node: localNode, node, callsign, description, duration },
  };
}
