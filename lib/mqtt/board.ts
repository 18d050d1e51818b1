import type { RetainedRow } from "../store/mod.ts";

/** Where it is remembered what was retained. Every method may throw. */
export interface BoardFile {
  retained(): readonly RetainedRow[];
  remember(rows: readonly RetainedRow[]): void;
  forget(topic: string): void;
}

/** A retained message to publish; an empty payload takes the topic away. `version` names this text of it. */
export interface Notice {
  readonly topic: string;
  readonly payload: string;
  readonly version: number;
}

interface Entry {
  payload: string;
  version: number;
  isUnderWay: boolean;
}

/** A topic is remembered again after this long, so that it is known how long nobody spoke of it. */
const REMEMBERED_FOR_MS = 86_400_000;

/**
 * What the broker retains for us: of each topic the last text counts, and is published until it arrived. Every topic is on the disk
 * before it is published, so that it can be taken away one day, also by a later run.
 */
export class Board {
  readonly #entries = new Map<string, Entry>();
  readonly #waiting = new Set<string>();
  readonly #remembered = new Map<string, RetainedRow>();
  #version = 0;
  #refused = 0;

  constructor(private readonly file: BoardFile, readonly limit: number) {}

  /** Reads what earlier runs retained. */
  open(): void {
    for (const row of this.file.retained()) this.#remembered.set(row.topic, row);
  }

  /** Topics with a text. */
  get size(): number {
    return this.#entries.size;
  }

  /** Texts left out because there were too many topics. */
  get refused(): number {
    return this.#refused;
  }

  /** What was retained by this run and earlier ones and not taken away. */
  get remembered(): Iterable<RetainedRow> {
    return this.#remembered.values();
  }

  /** Whether this run has a text for a topic. */
  has(topic: string): boolean {
    return this.#entries.has(topic);
  }

  /** Puts up a text, unless it is there already. Throws when the topic is new and cannot be remembered. */
  put(owner: string, topic: string, payload: string, nowMs: number): void {
    const entry = this.#entries.get(topic);
    if (entry?.payload === payload && this.#isFresh(topic, nowMs)) return;
    if (!entry && this.#entries.size >= this.limit) return void this.#refused++;
    if (!this.#isFresh(topic, nowMs)) this.#remember({ topic, owner, seenAtMs: nowMs });
    if (entry?.payload !== payload) this.#write(topic, payload);
  }

  /** Takes a topic away. */
  clear(topic: string): void {
    if (this.#entries.get(topic)?.payload !== "") this.#write(topic, "");
  }

  /** The next text that has not arrived and is not under way, now under way. */
  next(): Notice | undefined {
    for (const topic of this.#waiting) {
      const entry = this.#entries.get(topic);
      if (!entry || entry.isUnderWay) continue;
      entry.isUnderWay = true;
      return { topic, payload: entry.payload, version: entry.version };
    }
    return undefined;
  }

  /** A text arrived. Throws when a topic that was taken away cannot be forgotten. */
  arrived({ topic, version, payload }: Notice): void {
    const entry = this.#entries.get(topic);
    if (!entry) return;
    entry.isUnderWay = false;
    if (entry.version !== version) return;
    this.#waiting.delete(topic);
    if (payload !== "") return;
    this.#entries.delete(topic);
    this.#remembered.delete(topic);
    this.file.forget(topic);
  }

  /** A broker that was away may have forgotten: everything is published again. */
  allAgain(): void {
    for (const [topic, entry] of this.#entries) {
      entry.isUnderWay = false;
      this.#waiting.add(topic);
    }
  }

  #isFresh(topic: string, nowMs: number): boolean {
    const row = this.#remembered.get(topic);
    return row !== undefined && nowMs - row.seenAtMs < REMEMBERED_FOR_MS;
  }

  #remember(row: RetainedRow): void {
    this.file.remember([row]);
    this.#remembered.set(row.topic, row);
  }

  #write(topic: string, payload: string): void {
    const entry = this.#entries.get(topic);
    const version = ++this.#version;
    if (entry) Object.assign(entry, { payload, version });
    else this.#entries.set(topic, { payload, version, isUnderWay: false });
    this.#waiting.add(topic);
  }
}
