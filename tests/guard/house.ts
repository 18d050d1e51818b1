import { VirtualClock } from "../../lib/clock/mod.ts";
import { ConnectionGuard, type GuardTimes, type Handler } from "../../lib/guard/mod.ts";
import { createLogger, type LogRecord } from "../../lib/log/mod.ts";
import { openCLibrary } from "../../lib/native/mod.ts";

/** Once for the process: who opened it may not do so again. */
const NATIVE = openCLibrary();

/** The times of the tests: round, and unlike each other. */
export const TIMES: GuardTimes = { headersMs: 10_000, bodyMs: 30_000, idleMs: 130_000, takeMs: 60_000 };

/** A guarded server on real sockets and virtual time. */
export interface House {
  readonly port: number;
  readonly guard: ConnectionGuard;
  readonly clock: VirtualClock;
  readonly lines: LogRecord[];
  /** Whose connections they are from now on, as far as limits are concerned; `null`: somebody without one. */
  who: string | null;
  /** A connection that says nothing yet, and that the guard knows of. */
  connect(): Promise<Wire>;
  /** Several, all of which the guard has seen, and those that are too many ended. */
  crowd(count: number): Promise<Wire[]>;
  /** How many there are, and how many were ended for it. */
  bound(name: string): { readonly used: number; readonly dropped: number };
  close(): Promise<void>;
}

/** How the house is built. */
export interface HouseOptions {
  readonly handler?: Handler;
  readonly perAddress?: number;
  readonly total?: number;
}

/** Opens it on a free port. */
export function openHouse(options: HouseOptions = {}): House {
  const { perAddress = 50, total = 100 } = options;
  const clock = new VirtualClock(0);
  const lines: LogRecord[] = [];
  const sink = (line: LogRecord) => void lines.push(line);
  const log = createLogger("http", { level: "debug", now: () => clock.now(), sink });
  const groupOf = () => house.who;
  const guard = new ConnectionGuard({
    native: NATIVE,
    limits: { perAddress, total },
    times: TIMES,
    groupOf,
    clock,
    log,
  });
  const handler = guard.watching(options.handler ?? (() => Promise.resolve(new Response("ok"))));
  const listening = { port: 0, hostname: "127.0.0.1", onListen: () => undefined };
  const abort = new AbortController();
  const server = Deno.serve({ ...listening, signal: abort.signal }, handler);
  guard.start(server.addr.port);
  const wires = new Set<Wire>();
  const bound = (name: string) => {
    const { used = -1, dropped = 0 } = guard.bounds.find((bound) => bound.name === name) ?? {};
    return { used, dropped };
  };
  const house: House = {
    port: server.addr.port,
    guard,
    clock,
    lines,
    who: "somebody",
    bound,
    async connect() {
      const [wire] = await house.crowd(1);
      if (wire === undefined) throw new Error("connect, nobody did");
      return wire;
    },
    async crowd(count) {
      const known = () => {
        const { used, dropped } = bound("connections");
        return used + dropped + bound("connections_per_address").dropped;
      };
      const wanted = known() + count;
      const dial = () => Deno.connect({ port: server.addr.port, hostname: "127.0.0.1" });
      const crowd = (await Promise.all(Array.from({ length: count }, dial))).map((conn) => new Wire(conn));
      for (const wire of crowd) wires.add(wire);
      await until("all are seen", () => {
        clock.advance(50);
        return known() >= wanted;
      });
      return crowd;
    },
    async close() {
      for (const wire of wires) wire.close();
      abort.abort();
      await server.finished;
      guard.stop();
    },
  };
  return house;
}

/** A client that says what it likes. */
export class Wire {
  #isClosed = false;

  constructor(readonly conn: Deno.TcpConn) {}

  /** Sends text as it is. */
  async say(text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length;) at += await this.conn.write(bytes.subarray(at));
  }

  /** What comes until `wanted` is in it, or until the end. */
  async hear(wanted?: string): Promise<string> {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(65_536);
    let text = "";
    while (wanted === undefined || !text.includes(wanted)) {
      const count = await this.#read(buffer);
      if (count === null) break;
      text += decoder.decode(buffer.subarray(0, count), { stream: true });
    }
    return text;
  }

  /** Ends it; doing it again does nothing. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.conn.close();
  }

  async #read(buffer: Uint8Array): Promise<number | null> {
    try {
      return await this.conn.read(buffer);
    } catch (error) {
      if (error instanceof Deno.errors.ConnectionReset) return null; // cut off is an end too
      throw error;
    }
  }
}

/** Lets what is under way between sockets happen until it is as wanted. Errors: throws with `what` after a minute. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const startedAtMs = performance.now();
  while (!isSo()) {
    if (performance.now() - startedAtMs > 60_000) throw new Error(`wait, it never came about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
