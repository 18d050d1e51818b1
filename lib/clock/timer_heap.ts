/** A callback and when it is due; `order` is that of its making. */
export interface HeapEntry {
  dueMs: number;
  readonly order: number;
  readonly periodMs: number | null;
  readonly callback: () => void;
  /** `done`: it was taken out. */
  state: "pending" | "cancelled" | "done";
}

/** Cancelled entries stay in the heap until they are due or there are this many more of them than of others. */
const SLACK = 64;

/** Pending callbacks, the next one due first, of several those made first; each operation is O(log n). */
export class TimerHeap {
  #entries: HeapEntry[] = [];
  #cancelled = 0;

  /** How many are pending, cancelled ones left out. */
  get size(): number {
    return this.#entries.length - this.#cancelled;
  }

  /** Adds an entry that is not in the heap. */
  push(entry: HeapEntry): void {
    entry.state = "pending";
    let index = this.#entries.push(entry) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.#entries[above];
      if (!parent || isBefore(parent, entry)) break;
      this.#entries[index] = parent;
      index = above;
    }
    this.#entries[index] = entry;
  }

  /** Calls off an entry; harmless when it was taken out before. */
  cancel(entry: HeapEntry): void {
    if (entry.state !== "pending") return;
    entry.state = "cancelled";
    this.#cancelled++;
    if (this.#cancelled > this.size + SLACK) this.#compact();
  }

  /** The next one due, left where it is. */
  peek(): HeapEntry | undefined {
    let first = this.#entries[0];
    while (first?.state === "cancelled") {
      this.#removeFirst();
      this.#cancelled--;
      first = this.#entries[0];
    }
    return first;
  }

  /** Takes the next one due out. */
  pop(): HeapEntry | undefined {
    const first = this.peek();
    if (!first) return undefined;
    this.#removeFirst();
    first.state = "done";
    return first;
  }

  #removeFirst(): void {
    const last = this.#entries.pop();
    if (last && this.#entries.length > 0) this.#sink(last);
  }

  /** Puts an entry in the place of the first and lets it down to where it belongs. */
  #sink(entry: HeapEntry): void {
    let index = 0;
    for (;;) {
      const child = this.#earlierChild(index);
      const below = this.#entries[child];
      if (!below || isBefore(entry, below)) break;
      this.#entries[index] = below;
      index = child;
    }
    this.#entries[index] = entry;
  }

  #earlierChild(index: number): number {
    const left = this.#entries[index * 2 + 1];
    const right = this.#entries[index * 2 + 2];
    return index * 2 + (left && right && isBefore(right, left) ? 2 : 1);
  }

  #compact(): void {
    const left = this.#entries.filter((entry) => entry.state === "pending");
    this.#entries = [];
    this.#cancelled = 0;
    for (const entry of left) this.push(entry);
  }
}

function isBefore(one: HeapEntry, other: HeapEntry): boolean {
  return one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.order < other.order);
}
