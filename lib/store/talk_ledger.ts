import type { Bound } from "../wire/mod.ts";
import { BoundedMap } from "./bounded_map.ts";
import { dayOf } from "./day.ts";
import type { TalkEdge } from "./facts.ts";
import type { KnownUntil } from "./link_ledger.ts";
import { linkKey, type LinkName } from "./order.ts";
import type { DailyRow, TalkWrites, TransmissionName, TransmissionRow } from "./rows.ts";

/** Transmissions that wait to be written at most; reached only while the disk fails. The oldest make room. */
export const MAX_WAITING = 10_000;

/** Sums of a day and node that wait at most; they are added up, so this is far more than are ever alive. */
const MAX_DAILY = 20_000;

/** Transmissions that run at once at most; one for each link that is keyed. */
const MAX_RUNNING = 20_000;

interface Running extends LinkName {
  readonly startedAtMs: number;
  readonly callsign: string | null;
  readonly description: string | null;
}

/** Transmissions that run or wait to be written, and what they add to the daily sums. No clock, no I/O. */
export class TalkLedger {
  readonly #running = new BoundedMap<Running>(MAX_RUNNING);
  readonly #unwrittenStarts = new Set<string>();
  readonly #ended = new BoundedMap<TransmissionRow>(MAX_WAITING);
  readonly #daily = new BoundedMap<DailyRow>(MAX_DAILY);
  /** Rows that were written as running and that began earlier, as was known only when they ended. */
  readonly #moved = new BoundedMap<TransmissionName>(MAX_WAITING);

  /** Rows that wait because something changed. */
  get pending(): number {
    return this.#unwrittenStarts.size + this.#ended.size + this.#moved.size + this.#daily.size;
  }

  /** How much runs and waits. */
  get bounds(): readonly Bound[] {
    return [
      this.#ended.bound("database_waiting_transmissions"),
      this.#running.bound("database_running_transmissions"),
      this.#daily.bound("database_waiting_daily_sums"),
    ];
  }

  /** Rows given up because too many waited. */
  get dropped(): number {
    return this.#running.dropped + this.#ended.dropped + this.#moved.dropped + this.#daily.dropped;
  }

  /** Local nodes with a transmission that runs, one for each. */
  *runningNodes(): Iterable<string> {
    for (const running of this.#running.values()) yield running.localNode;
  }

  /** Takes a start or an end. A start while one runs ends it: its end was missed. */
  edge(edge: TalkEdge): void {
    const key = linkKey(edge);
    const running = this.#running.get(key);
    if (edge.kind === "TX_START") {
      if (running?.startedAtMs === edge.atMs) return;
      if (running) this.#end(running, edge.atMs);
      this.#start(key, edge);
      return;
    }
    const { localNode, node, callsign, description } = edge;
    const startedAtMs = this.#startOf(edge, running);
    this.#end({
      ...{ localNode, node, startedAtMs },
      callsign: callsign ?? running?.callsign ?? null,
      description: description ?? running?.description ?? null,
    }, edge.atMs);
  }

  /** Whether a stored row is one that is to go, because it began earlier than it says. */
  isMoved(row: TransmissionName): boolean {
    return this.#moved.get(transmissionKey(row)) !== undefined;
  }

  /** Takes that a link is gone: what ran over it has ended. */
  vanished(name: LinkName, atMs: number): void {
    const running = this.#running.get(linkKey(name));
    if (running) this.#end(running, atMs);
  }

  /** Transmissions that run, as far as they are known to have gone, and those that wait to be written. */
  *rows(knownUntil: KnownUntil): Iterable<TransmissionRow> {
    yield* this.#ended.values();
    for (const running of this.#running.values()) {
      const checkpointAtMs = Math.max(running.startedAtMs, knownUntil(running.localNode));
      yield { ...running, endedAtMs: null, checkpointAtMs };
    }
  }

  /** Daily sums that wait to be added. */
  daily(): Iterable<DailyRow> {
    return this.#daily.values();
  }

  /** What is to be written. */
  writes(knownUntil: KnownUntil): TalkWrites {
    return {
      transmissions: [...this.rows(knownUntil)],
      movedTransmissions: [...this.#moved.values()],
      daily: [...this.#daily.values()],
    };
  }

  /** Takes that everything was written. */
  written(): void {
    this.#unwrittenStarts.clear();
    this.#ended.clear();
    this.#moved.clear();
    this.#daily.clear();
  }

  #start(key: string, edge: TalkEdge): void {
    const { localNode, node, callsign, description } = edge;
    const lost = this.#running.put(key, { localNode, node, startedAtMs: edge.atMs, callsign, description });
    if (lost) this.#unwrittenStarts.delete(linkKey(lost));
    this.#unwrittenStarts.add(key);
  }

  /** When a transmission that ends began: its start may have been told late, and its length is the last word. */
  #startOf({ atMs, durationMs, ...name }: TalkEdge, running: Running | undefined): number {
    const byLengthMs = durationMs === null ? null : atMs - durationMs;
    if (!running) return byLengthMs ?? atMs;
    if (byLengthMs === null || byLengthMs >= running.startedAtMs) return running.startedAtMs;
    if (!this.#unwrittenStarts.has(linkKey(name))) {
      const { localNode, node, startedAtMs } = running;
      this.#moved.put(transmissionKey(running), { localNode, node, startedAtMs });
    }
    return byLengthMs;
  }

  #end(running: Running, atMs: number): void {
    const key = linkKey(running);
    this.#running.delete(key);
    this.#unwrittenStarts.delete(key);
    const endedAtMs = Math.max(running.startedAtMs, atMs);
    this.#ended.put(transmissionKey(running), { ...running, endedAtMs, checkpointAtMs: endedAtMs });
    this.#addToDay(running, endedAtMs - running.startedAtMs);
  }

  #addToDay({ localNode, node, startedAtMs }: Running, txMs: number): void {
    const dayMs = dayOf(startedAtMs);
    const key = `${linkKey({ localNode, node })}\n${dayMs}`;
    const sum = this.#daily.get(key) ?? { txMs: 0, count: 0 };
    this.#daily.put(key, { localNode, node, dayMs, txMs: sum.txMs + txMs, count: sum.count + 1 });
  }
}

function transmissionKey(row: TransmissionName): string {
  return `${linkKey(row)}\n${row.startedAtMs}`;
}
