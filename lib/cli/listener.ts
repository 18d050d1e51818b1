import { type Clock, sleep } from "../clock/mod.ts";
import type { Config } from "../config/mod.ts";
import type { Handler } from "../guard/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { TlsPair } from "./tls_watch.ts";

/** Requests under way get this long to end before they are cut off; the whole stop has 5 s. */
const DRAIN_MS = 2_000;

/** How long nothing is accepted after the system could not give a connection (too many open files). */
const LISTEN_AGAIN_MS = 200;

/** What a listener works with. */
export interface ListenerOptions {
  readonly handler: Handler;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called when another socket listens than before. */
  readonly onListening: () => void;
}

/** A port that is left is free within a turn or two of the event loop. */
const LEAVING_MS = 1;
const QUICK_TRIES = 100;

interface Serving {
  readonly server: Deno.HttpServer<Deno.NetAddr>;
  readonly abort: AbortController;
  /** Whether it was told to listen no more. */
  isLeft: boolean;
}

/** Listens on one port, whatever happens: with another certificate, and again after the system ran out of descriptors. */
export class Listener {
  readonly #all = new Set<Serving>();
  #current: Serving;
  #pair: TlsPair | null;
  #port: number;
  readonly #closing = new AbortController();

  /** Listens. Errors: throws when the port is taken or the pair cannot be used, saying which and what to do. */
  constructor(
    private readonly config: Pick<Config, "host" | "port" | "tls">,
    pair: TlsPair | null,
    private readonly options: ListenerOptions,
  ) {
    this.#pair = pair;
    this.#port = config.port;
    this.#current = this.#listen();
    this.#port = this.#current.server.addr.port;
  }

  /** The port that is listened on. */
  get port(): number {
    return this.#port;
  }

  /**
   * New connections get this certificate, those that are busy keep theirs. The port is left and taken again, which takes some milliseconds.
   * Errors: throws when the pair cannot be used; nothing has changed then.
   */
  async renew(pair: TlsPair): Promise<void> {
    await requireUsable(pair);
    const before = this.#current;
    this.#pair = pair;
    // It listens no more, and ends with the last of its connections.
    before.isLeft = true;
    void before.server.shutdown();
    const { clock } = this.options;
    const { signal } = this.#closing;
    for (let tries = 0; this.#current === before && !signal.aborted; tries++) {
      await sleep(clock, tries < QUICK_TRIES ? LEAVING_MS : LISTEN_AGAIN_MS, signal);
      if (!signal.aborted) this.#listenAgain(tries < QUICK_TRIES);
    }
  }

  /** Stops accepting at once, lets requests end, cuts off what is left after 2 s. */
  async close(): Promise<void> {
    this.#closing.abort();
    const all = [...this.#all];
    const cut = this.options.clock.after(DRAIN_MS, () => {
      for (const serving of all) if (this.#all.has(serving)) serving.abort.abort();
    });
    await Promise.all(all.map(({ server }) => server.shutdown()));
    cut.cancel();
  }

  #listen(): Serving {
    const { handler } = this.options;
    const abort = new AbortController();
    const options = {
      port: this.#port,
      hostname: this.config.host,
      signal: abort.signal,
      onListen: () => undefined,
    };
    const pair = this.#pair;
    const server = this.#named(() =>
      pair === null ? Deno.serve(options, handler) : Deno.serve({ ...options, ...pair }, handler)
    );
    const serving: Serving = { server, abort, isLeft: false };
    this.#all.add(serving);
    void this.#follow(serving);
    return serving;
  }

  async #follow(serving: Serving): Promise<void> {
    const error = await serving.server.finished.then(() => null, (error: unknown) => error);
    this.#all.delete(serving);
    const { clock, log } = this.options;
    const { signal } = this.#closing;
    while (serving === this.#current && !serving.isLeft && !signal.aborted) {
      log.error("listening ended, beginning again", { error: error === null ? "none" : messageOf(error) });
      await sleep(clock, LISTEN_AGAIN_MS, signal);
      if (!signal.aborted) this.#listenAgain(false);
    }
  }

  #listenAgain(mayBeTaken: boolean): void {
    try {
      this.#current = this.#listen();
      this.options.onListening();
    } catch (error) {
      if (!mayBeTaken) this.options.log.error("listen again", { error: messageOf(error) });
    }
  }

  #named<T>(listen: () => T): T {
    const { host } = this.config;
    try {
      return listen();
    } catch (error) {
      const isTaken = error instanceof Deno.errors.AddrInUse || this.#pair === null;
      const hint = isTaken ? "choose another with --port" : "look at tls.cert and tls.key";
      throw new Error(`listen on ${host}:${this.#port}, ${hint}: ${messageOf(error)}`);
    }
  }
}

/** Errors: throws when nobody could be served with this pair. */
async function requireUsable(pair: TlsPair): Promise<void> {
  const options = { port: 0, hostname: "127.0.0.1", onListen: () => undefined };
  await Deno.serve({ ...options, ...pair }, () => new Response()).shutdown();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
