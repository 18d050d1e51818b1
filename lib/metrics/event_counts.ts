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
    const known = this.#talkSecondsByNode;
    const { local_node: local } = event.data;
    const node = known.has(local) || known.size < NODE_LIMIT ? local : "other";
    known.set(node, (known.get(node) ?? 0) + event.data.duration);
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

  /** Seconds of finished talk by local node. */
  talkSeconds(): readonly Sample[] {
    return [...this.#talkSecondsByNode].map(([node, value]) => ({ labels: { node }, value }));
  }
}
