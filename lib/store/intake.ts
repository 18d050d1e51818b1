import type { DomainEvent, NodeStatus } from "../wire/mod.ts";
import { readEdge, readSeen, readTalk } from "./facts.ts";
import type { CallLedger } from "./call_ledger.ts";
import type { LinkLedger } from "./link_ledger.ts";
import type { ServerWatch } from "./server_watch.ts";
import type { TalkLedger } from "./talk_ledger.ts";

/**
 * After a start a node's links are all known when it has been polled twice at the usual interval; a link of the last run that
 * is not among them by then is gone.
 */
const ALL_LINKS_KNOWN_MS = 120_000;

/** Hands each domain event to the ledgers that keep something of it. */
export class Intake {
  #invalid = 0;
  /** Since when a local node is told with fresh status; only while links of the last run are unheard of. */
  readonly #freshSinceMs = new Map<string, number>();

  constructor(
    private readonly links: LinkLedger,
    private readonly talks: TalkLedger,
    private readonly servers: ServerWatch,
    private readonly calls: CallLedger,
  ) {}

  /** Events without a usable time or number. */
  get invalid(): number {
    return this.#invalid;
  }

  /** Takes one event; columns of instants hold whole milliseconds, and one that is none would stop a whole transaction. */
  take(event: DomainEvent): void {
    if (Number.isSafeInteger(event.atMs)) this.#take(event);
    else if (Number.isFinite(event.atMs)) this.#take({ ...event, atMs: Math.round(event.atMs) });
    else this.#invalid++;
  }

  #take(event: DomainEvent): void {
    switch (event.kind) {
      case "LINK_ADDED":
      case "LINK_UPDATED":
        for (const info of event.data) {
          const seen = this.#usable(readSeen(info, event.atMs));
          if (seen) this.links.seen(seen, event.atMs);
        }
        return;
      case "LINK_REMOVED":
        for (const { local_node: localNode, node } of event.data) {
          this.links.removed({ localNode, node }, event.atMs);
          this.talks.vanished({ localNode, node }, event.atMs);
        }
        return;
      case "LINK_TX": {
        const edge = this.#usable(readEdge(event.data));
        if (edge) this.links.edge(edge, event.atMs);
        return;
      }
      case "TALKER_EVENT": {
        const talk = this.#usable(readTalk(event.data));
        if (talk) this.talks.edge(talk);
        return;
      }
      case "STATUS_UPDATE":
        return this.#status(event.data, event.atMs);
      case "AMI_STATUS":
        return this.servers.state(event.data.server, event.data.state, event.atMs);
      case "NODE_TX":
      case "NODE_RX":
      case "COMMAND_ACCEPTED":
      case "COMMAND_RESULT":
        return;
      case "CALL_STATE":
        return this.calls.take(event);
    }
  }

  #usable<T>(fact: T | undefined): T | undefined {
    if (fact === undefined) this.#invalid++;
    return fact;
  }

  #status(status: NodeStatus, atMs: number): void {
    const { node_id: localNode, stale, links } = status;
    this.servers.learn(localNode, status.server);
    this.servers.state(status.server, status.ami, atMs);
    if (stale || !this.links.hasUnclaimed(localNode)) {
      this.#freshSinceMs.delete(localNode);
      return;
    }
    const sinceMs = this.#freshSinceMs.get(localNode) ?? atMs;
    this.#freshSinceMs.set(localNode, sinceMs);
    if (atMs - sinceMs < ALL_LINKS_KNOWN_MS) return;
    this.links.endUnclaimed(localNode, new Set(links.map((link) => link.node)));
  }
}
