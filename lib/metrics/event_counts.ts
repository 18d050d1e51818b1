import type { EventSink, NumberedEvent } from "../events/mod.ts";
import type { AmiState, AmiStatusChange, Bound, DomainKind } from "../wire/mod.ts";
import type { Sample } from "./exposition.ts";

/** How many local nodes are told apart; more than any server has. The rest are summed up as `other`. */
const NODE_LIMIT = 200;

/** A sink of the bus that counts events by kind and seconds of talk by local node. */
export class EventCounts implements EventSink {
  readonly name = "metrics";
  readonly #byKind = new Map<DomainKind, number>();
  readonly #talkSecondsByNode = new Map<string, number>();
  /** What was told last, running talk included. */
  readonly #toldSeconds = new Map<string, number>();
  /** By server, of which there are as many as the configuration lists. */
  readonly #sessions = new Map<string, number>();
  readonly #states = new Map<string, AmiState>();

  /** How many local nodes are told apart. */
  get bound(): Bound {
    const used = Math.min(this.#talkSecondsByNode.size, NODE_LIMIT);
    return { name: "metrics_nodes", used, limit: NODE_LIMIT };
  }

  /** Counts one event. */
  take({ event }: NumberedEvent): void {
    this.#byKind.set(event.kind, (this.#byKind.get(event.kind) ?? 0) + 1);
    if (event.kind === "AMI_STATUS") return this.#countSession(event.data);
    if (event.kind !== "TALKER_EVENT" || event.data.duration === null) return;
    const node = this.#labelOf(event.data.local_node);
    this.#talkSecondsByNode.set(node, (this.#talkSecondsByNode.get(node) ?? 0) + event.data.duration);
  }

  /** Logins of one server that were accepted. */
  sessions(server: string): number {
    return this.#sessions.get(server) ?? 0;
  }

  /** A state is told again when something else about it is news; only a change to connected is a login. */
  #countSession({ server, state }: AmiStatusChange): void {
    const before = this.#states.get(server);
    this.#states.set(server, state);
    if (state === "connected" && before !== "connected") {
      this.#sessions.set(server, this.sessions(server) + 1);
    }
  }

  /** Events by kind. */
  kinds(): readonly Sample[] {
    return [...this.#byKind].map(([kind, value]) => ({ labels: { kind }, value }));
  }

  /**
   * Seconds of talk by local node, with the milliseconds that run on each now. A counter never goes back: where the end of
   * talk turns out to have been earlier than it was counted up to, it stands still until there is more.
   */
  talkSeconds(running: ReadonlyMap<string, number>): readonly Sample[] {
    const seconds = new Map(this.#talkSecondsByNode);
    for (const [local, ms] of running) {
      const node = this.#labelOf(local);
      seconds.set(node, (seconds.get(node) ?? 0) + ms / 1_000);
    }
    for (const [node, value] of seconds) {
      this.#toldSeconds.set(node, Math.max(value, this.#toldSeconds.get(node) ?? 0));
    }
    return [...this.#toldSeconds].map(([node, value]) => ({ labels: { node }, value }));
  }

  /** Nodes that are told apart keep their names; those beyond the bound share one. */
  #labelOf(local: string): string {
    const known = this.#talkSecondsByNode;
    if (known.has(local)) return local;
    if (known.size >= NODE_LIMIT) return "other";
    known.set(local, 0);
    return local;
  }
}
