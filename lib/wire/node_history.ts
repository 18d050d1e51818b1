import { isNumber, isRecord, isText, listOf, orNull, shapeOf } from "./shape.ts";

/** One connection of a link; `ended_at` is `null` while it lasts. */
export interface SessionEntry {
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly connected_at: string;
  readonly ended_at: string | null;
  readonly tx_seconds: number;
}

/** One transmission that a node heard; `node` is the node itself for its local receiver. */
export interface HeardEntry {
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
}

/** What was heard in one day, UTC. */
export interface DayEntry {
  /** `2026-02-12`. */
  readonly day: string;
  readonly tx_seconds: number;
  readonly count: number;
}

/** `GET /api/nodes/{id}/history`: newest first throughout. */
export interface NodeHistory {
  readonly node_id: string;
  readonly sessions: readonly SessionEntry[];
  readonly transmissions: readonly HeardEntry[];
  /** Every day of the last two weeks, quiet ones too. */
  readonly days: readonly DayEntry[];
  readonly generated_at: string;
}

const named = { node: isText, callsign: orNull(isText), description: orNull(isText) };

const HISTORY = shapeOf({
  node_id: isText,
  sessions: listOf(
    shapeOf({ ...named, connected_at: isText, ended_at: orNull(isText), tx_seconds: isNumber }),
  ),
  transmissions: listOf(shapeOf({ ...named, started_at: isText, ended_at: orNull(isText) })),
  days: listOf(shapeOf({ day: isText, tx_seconds: isNumber, count: isNumber })),
  generated_at: isText,
});

/** True for the history of a node, every field of it. */
export function isNodeHistory(value: unknown): value is NodeHistory {
  return isRecord(value) && HISTORY(value);
}
