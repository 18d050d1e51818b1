import type { AmiTransport } from "../../lib/ami/mod.ts";
import type { Clock, Timer } from "../../lib/clock/mod.ts";
import type { Simulator } from "../../lib/simulator/mod.ts";
import { type Faults, FrameMangler, noFaults } from "./faults.ts";

const DECODER = new TextDecoder();

/** Stands between a simulator and whoever dials it, in memory and on the clock's time, and does what its faults say. */
export class ChaosProxy {
  readonly faults: Faults = noFaults();
  readonly #lines = new Set<Line>();
  /** How often somebody got through, and how often a line ended by a fault. */
  dialed = 0;
  cuts = 0;

  constructor(
    private readonly simulator: Simulator,
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  /** How many lines are open. */
  get open(): number {
    return this.#lines.size;
  }

  async dial(): Promise<AmiTransport> {
    if (this.faults.refuse) throw new Error("connection refused");
    const server = await this.simulator.dial();
    this.dialed++;
    const line: Line = new Line(server, this.faults, this.clock, this.random, () => this.#lines.delete(line));
    this.#lines.add(line);
    return line;
  }

  /** Ends every line at once, as a reset does. */
  cut(): void {
    for (const line of [...this.#lines]) {
      this.cuts++;
      line.cut();
    }
  }

  /** Lets go what was held back. */
  release(): void {
    for (const line of this.#lines) line.flush();
  }
}

/** One connection through the proxy. */
class Line implements AmiTransport {
  readonly #mangler: FrameMangler;
  readonly #timers = new Set<Timer>();
  #inbox: Uint8Array[] = [];
  #held: Uint8Array[] = [];
  #arrived = Promise.withResolvers<void>();
  #state: "open" | "cut" = "open";
  #lastDueMs = 0;

  constructor(
    private readonly server: AmiTransport,
    private readonly faults: Faults,
    private readonly clock: Clock,
    random: () => number,
    private readonly ended: () => void,
  ) {
    this.#mangler = new FrameMangler(faults, random);
    void this.#pump();
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    for (;;) {
      const part = this.#inbox.shift();
      if (part) {
        const count = Math.min(part.length, buffer.length);
        buffer.set(part.subarray(0, count));
        if (count < part.length) this.#inbox.unshift(part.subarray(count));
        return count;
      }
      if (this.#state === "cut") return null;
      this.#arrived = Promise.withResolvers();
      await this.#arrived.promise;
    }
  }

  async write(bytes: Uint8Array): Promise<number> {
    if (this.#state === "cut") throw new Error("connection reset by peer");
    if (this.faults.halfOpen) return bytes.length;
    if (this.faults.resetOnLogin && /Action: (Login|Challenge)/i.test(DECODER.decode(bytes))) {
      this.cut();
      throw new Error("connection reset by peer");
    }
    return await this.server.write(bytes);
  }

  close(): void {
    this.cut();
  }

  cut(): void {
    if (this.#state === "cut") return;
    this.#state = "cut";
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.server.close();
    this.#arrived.resolve();
    this.ended();
  }

  flush(): void {
    for (const piece of this.#held.splice(0)) this.#deliver(piece);
  }

  async #pump(): Promise<void> {
    const buffer = new Uint8Array(16_384);
    try {
      for (;;) {
        const count = await this.server.read(buffer);
        if (count === null) break;
        for (const piece of this.#mangler.take(buffer.slice(0, count))) this.#forward(piece);
      }
    } catch {
      // A line that fails is a line that ended.
    }
    if (!this.faults.halfOpen) this.cut();
  }

  #forward(piece: Uint8Array): void {
    const { faults, clock } = this;
    if (faults.halfOpen || this.#state === "cut") return;
    if (faults.cutAfterBytes !== null) {
      if (piece.length >= faults.cutAfterBytes) {
        this.#deliver(piece.subarray(0, faults.cutAfterBytes));
        faults.cutAfterBytes = null;
        return this.cut();
      }
      faults.cutAfterBytes -= piece.length;
    }
    if (faults.stalled || this.#held.length > 0) return void this.#held.push(piece);
    if (faults.delayMs === 0 && this.#timers.size === 0) return this.#deliver(piece);
    this.#lastDueMs = Math.max(this.#lastDueMs, clock.now() + faults.delayMs);
    const timer = clock.after(this.#lastDueMs - clock.now(), () => {
      this.#timers.delete(timer);
      this.#deliver(piece);
    });
    this.#timers.add(timer);
  }

  #deliver(piece: Uint8Array): void {
    this.#inbox.push(piece);
    this.#arrived.resolve();
  }
}
