import type { AmiState, Bound } from "../wire/mod.ts";

/** Servers remembered at most; a configuration has a handful. */
const MAX_SERVERS = 1_000;

/** Local nodes remembered at most. */
const MAX_NODES = 10_000;

/**
 * Which servers are connected. While one is not, nobody knows whether what was keyed still is: its running transmissions
 * are counted up to the loss and no further.
 */
export class ServerWatch {
  readonly #serverOf = new Map<string, string>();
  readonly #lostAtMs = new Map<string, number>();

  /** How many local nodes and lost servers are remembered. */
  get bounds(): readonly Bound[] {
    return [
      { name: "database_local_nodes", used: this.#serverOf.size, limit: MAX_NODES },
      { name: "database_lost_servers", used: this.#lostAtMs.size, limit: MAX_SERVERS },
    ];
  }

  /** Takes which server a local node belongs to. */
  learn(localNode: string, server: string): void {
    if (this.#serverOf.size < MAX_NODES || this.#serverOf.has(localNode)) {
      this.#serverOf.set(localNode, server);
    }
  }

  /** Takes the state of a server at an instant. */
  state(server: string, state: AmiState, atMs: number): void {
    if (state === "connected") this.#lostAtMs.delete(server);
    else if (!this.#lostAtMs.has(server) && this.#lostAtMs.size < MAX_SERVERS) {
      this.#lostAtMs.set(server, atMs);
    }
  }

  /** Whether a server is not connected, as far as is known. */
  isLost(server: string): boolean {
    return this.#lostAtMs.has(server);
  }

  /** When the server of a local node was lost; undefined while it is connected, or not known. */
  lostAtMs(localNode: string): number | undefined {
    const server = this.#serverOf.get(localNode);
    return server === undefined ? undefined : this.#lostAtMs.get(server);
  }
}
