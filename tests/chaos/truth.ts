import type { LinkView, Simulator } from "../../lib/simulator/mod.ts";

/** One transmission; `endMs` is `null` while it runs. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number | null;
}

interface Heard {
  readonly link: LinkView;
  readonly startMs: number;
}

/**
 * What was really sent: every transmission of every link of the simulated world, by `node/link`. The world tells each
 * key-down by its lists at the moment it happens; the end is read from the link itself, so a silent end counts too.
 */
export class Truth {
  readonly #running = new Map<string, Heard>();
  readonly #done = new Map<string, Span[]>();
  readonly #keyedAtMs = new Map<string, number>();
  readonly #unlisten: () => void;

  constructor(private readonly simulator: Simulator) {
    this.#unlisten = simulator.world.listen({
      variable: (node, name) => {
        if (name.endsWith("XKEYED")) this.#keyedAtMs.set(`${node.spec.id} ${name}`, simulator.world.nowMs);
        this.#look();
      },
    });
  }

  stop(): void {
    this.#unlisten();
  }

  /** Transmissions of each link up to now, gaps under `graceMs` closed. */
  spans(graceMs: number): ReadonlyMap<string, readonly Span[]> {
    this.#look();
    const all = new Map<string, Span[]>();
    for (const [key, spans] of this.#done) all.set(key, [...spans]);
    for (const [key, { startMs }] of this.#running) {
      all.set(key, [...all.get(key) ?? [], { startMs, endMs: null }]);
    }
    return new Map([...all].map(([key, spans]) => [key, merged(spans, graceMs)]));
  }

  /** When the last transmission of `node/link` ended; `null` when none did. */
  lastEndMs(key: string): number | null {
    this.#look();
    return this.#done.get(key)?.at(-1)?.endMs ?? null;
  }

  /** When a node's receiver (`RPT_RXKEYED`) or transmitter (`RPT_TXKEYED`) last changed; `null` when it never did. */
  keyedAtMs(nodeId: string, name: "RPT_RXKEYED" | "RPT_TXKEYED"): number | null {
    return this.#keyedAtMs.get(`${nodeId} ${name}`) ?? null;
  }

  #look(): void {
    for (const [key, { link, startMs }] of [...this.#running]) {
      const { keyStartMs, keyEndMs } = link;
      const again = keyStartMs !== null && keyStartMs > startMs;
      if (link.marked && !again) continue;
      this.#running.delete(key);
      const endMs = Math.max(startMs, keyEndMs ?? startMs);
      this.#done.set(key, [...this.#done.get(key) ?? [], { startMs, endMs }]);
    }
    for (const node of this.simulator.world.nodes) {
      for (const link of node.links) {
        const key = `${node.spec.id}/${link.name}`;
        if (!link.marked || link.keyStartMs === null || this.#running.has(key)) continue;
        this.#running.set(key, { link, startMs: link.keyStartMs });
      }
    }
  }
}

/** The sum of transmissions in milliseconds, running ones up to `nowMs`. */
export function totalMs(spans: readonly Span[], nowMs: number): number {
  return spans.reduce((sum, { startMs, endMs }) => sum + (endMs ?? nowMs) - startMs, 0);
}

function merged(spans: readonly Span[], graceMs: number): readonly Span[] {
  const out: Span[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    const joins = last !== undefined && last.endMs !== null && span.startMs - last.endMs < graceMs;
    if (joins) out[out.length - 1] = { startMs: last.startMs, endMs: span.endMs };
    else out.push(span);
  }
  return out;
}
