import type { OutboxRow } from "../store/mod.ts";

/** The part of the queue that is held in memory: what is under way and what is next. The rest is on the disk. */
const HEAD = 512;

/** Written at once; more waits for the next turn, so that nobody waits for the disk. */
const WRITTEN_AT_ONCE = 500;

/** Where the queue is kept. Every method may throw. */
export interface OutboxFile {
  waiting(): { readonly count: number; readonly lastId: number };
  after(id: number, limit: number): readonly OutboxRow[];
  change(added: readonly OutboxRow[], removed: readonly number[]): void;
}

interface Entry {
  readonly row: OutboxRow;
  isSaved: boolean;
  isSent: boolean;
}

/**
 * Messages on their way to the broker: a queue that is bounded, whose oldest give way, and that is on the disk except for what was
 * added since the last `save`. Of one key one message is under way at a time, so that what is sent again after a cut never comes
 * after its successor.
 */
export class Outbox {
  /** The oldest, in order; the rows that follow are on the disk, then come those of the tail. */
  readonly #head = new Map<number, Entry>();
  readonly #underWay = new Set<string>();
  #onDisk = 0;
  #tail: OutboxRow[] = [];
  #removed: number[] = [];
  #lastId = 0;
  /** The last row that was brought into the head. */
  #heldTo = 0;
  #dropped = 0;

  /** `onFault` is told when the disk does not give what is on it; what is in memory goes on. */
  constructor(
    private readonly file: OutboxFile,
    readonly limit: number,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** Takes over what the last run left. */
  open(): void {
    const { count, lastId } = this.file.waiting();
    this.#onDisk = count;
    this.#lastId = lastId;
    this.#refill();
  }

  /** Messages that wait or are under way. */
  get length(): number {
    return this.#head.size + this.#onDisk + this.#tail.length;
  }

  /** Messages given up because too many waited. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Messages under way. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Whether something is to be written. */
  get isUnsaved(): boolean {
    if (this.#removed.length > 0 || this.#tail.length > 0) return true;
    for (const entry of this.#head.values()) if (!entry.isSaved) return true;
    return false;
  }

  /** Adds a message at the end. */
  add(message: Omit<OutboxRow, "id">): void {
    const row = { ...message, id: ++this.#lastId };
    if (this.length >= this.limit) this.#dropOldest();
    if (this.#onDisk === 0 && this.#tail.length === 0 && this.#head.size < HEAD) this.#hold(row, false);
    else this.#tail.push(row);
  }

  /** The first message whose key is free, now under way; undefined when none is. */
  next(): OutboxRow | undefined {
    if (this.#head.size < HEAD / 2) this.#refill();
    for (const entry of this.#head.values()) {
      if (entry.isSent || this.#underWay.has(entry.row.orderKey)) continue;
      entry.isSent = true;
      this.#underWay.add(entry.row.orderKey);
      return entry.row;
    }
    return undefined;
  }

  /** A message arrived. */
  arrived(id: number): void {
    this.#remove(id);
  }

  /** Nothing is under way any more: what has not arrived is sent again. */
  takeBack(): void {
    for (const entry of this.#head.values()) entry.isSent = false;
    this.#underWay.clear();
  }

  /** Writes what changed since the last time, or a part of it; what the file throws leaves everything as it was. False: nothing did. */
  save(): boolean {
    const unsaved = [...this.#head.values()].filter(({ isSaved }) => !isSaved).slice(0, WRITTEN_AT_ONCE);
    const tail = this.#tail.slice(0, WRITTEN_AT_ONCE - unsaved.length);
    const removed = this.#removed.slice(0, WRITTEN_AT_ONCE);
    if (unsaved.length + tail.length + removed.length === 0) return false;
    this.file.change([...unsaved.map(({ row }) => row), ...tail], removed);
    for (const entry of unsaved) entry.isSaved = true;
    this.#tail = this.#tail.slice(tail.length);
    this.#onDisk += tail.length;
    this.#removed = this.#removed.slice(removed.length);
    return true;
  }

  #hold(row: OutboxRow, isSaved: boolean): void {
    this.#head.set(row.id, { row, isSaved, isSent: false });
    this.#heldTo = row.id;
  }

  #remove(id: number): void {
    const entry = this.#head.get(id);
    if (!entry) return;
    this.#head.delete(id);
    if (entry.isSent) this.#underWay.delete(entry.row.orderKey);
    if (entry.isSaved) this.#removed.push(id);
  }

  #dropOldest(): void {
    if (this.#head.size === 0) this.#refill();
    for (const { row, isSent } of this.#head.values()) {
      // What is under way may have arrived: the one behind it gives way.
      if (isSent && this.#underWay.size < this.#head.size) continue;
      this.#remove(row.id);
      this.#dropped++;
      return;
    }
    if (this.#tail.shift() !== undefined) this.#dropped++;
  }

  /** Brings the next rows into memory, from the disk and then from the tail. */
  #refill(): void {
    try {
      if (this.#onDisk > 0) this.#read(Math.min(HEAD - this.#head.size, this.#onDisk));
    } catch (error) {
      this.onFault(error);
    }
    if (this.#onDisk > 0) return;
    for (const row of this.#tail.splice(0, HEAD - this.#head.size)) this.#hold(row, false);
  }

  #read(count: number): void {
    const rows = this.file.after(this.#heldTo, count);
    for (const row of rows) this.#hold(row, true);
    // Rows that are not there any more were taken by somebody else.
    this.#onDisk = rows.length < count ? 0 : this.#onDisk - rows.length;
  }
}
