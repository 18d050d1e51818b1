import type { Clock, Timer } from "../clock/mod.ts";
import type { Bound, LinkTx } from "../wire/mod.ts";

/** Edges that a batch holds at most; one more sends it at once. */
const MAX_EDGES = 500;

/** Gathers key edges for a while after the first, in order. */
export class EdgeBatch {
  #edges: LinkTx[] = [];
  #timer: Timer | undefined;

  /** `send` gets the edges `delayMs` after the first of them, or when `flush` is called. */
  constructor(
    private readonly clock: Clock,
    private readonly delayMs: number,
    private readonly send: (edges: readonly LinkTx[]) => void,
  ) {}

  /** How many edges wait. */
  get bound(): Bound {
    return { name: "stream_waiting_edges", used: this.#edges.length, limit: MAX_EDGES };
  }

  /** Adds one edge. */
  add(edge: LinkTx): void {
    this.#edges.push(edge);
    if (this.#edges.length >= MAX_EDGES) return this.flush();
    this.#timer ??= this.clock.after(this.delayMs, () => this.flush());
  }

  /** Whether an edge of the local node waits. */
  holds(localNode: string): boolean {
    return this.#edges.some((edge) => edge.local_node === localNode);
  }

  /** Sends what waits, now. */
  flush(): void {
    this.cancel();
    if (this.#edges.length === 0) return;
    const edges = this.#edges;
    this.#edges = [];
    this.send(edges);
  }

  /** Stops the timer; what waits stays. */
  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
