import { type Audience, type StreamMessage, topicBit } from "./message.ts";
import { Outlet, type OutletGroup, type OutletOwner } from "./outlet.ts";
import { audienceOf, topicBits } from "./subscription.ts";
import type { ClientPort, LiveSession, SharedText, Subscription, Viewer } from "./types.ts";

/** What a session needs of the hub. */
export interface SessionHost {
  readonly outlets: OutletGroup;
  /** The present state; `afterLoss` adds what only a client needs that missed changes. */
  snapshot(afterLoss: boolean): readonly StreamMessage[];
  /** A message for one client alone. */
  single(messageType: "PONG" | "ERROR", data: unknown): SharedText;
  /** The session is over. */
  ended(session: Session): void;
}

/** Who a session belongs to. */
export interface SessionPeer {
  readonly port: ClientPort;
  readonly viewer: Viewer;
  readonly address: string;
}

const LINKS_BIT = topicBit("links");

/** One client of the stream: what it wants, and its bounded way out. */
export class Session implements LiveSession, OutletOwner {
  readonly outlet: Outlet;
  #subscription: Subscription;
  #topicBits: number;
  #audience: Audience;

  constructor(private readonly host: SessionHost, readonly peer: SessionPeer, subscription: Subscription) {
    this.outlet = new Outlet(peer.port, host.outlets, this);
    this.#subscription = subscription;
    this.#topicBits = topicBits(subscription);
    this.#audience = audienceOf(subscription, peer.viewer);
  }

  get subscription(): Subscription {
    return this.#subscription;
  }

  /** Hands the message over where the client wants it. */
  deliver(message: StreamMessage, nowMs: number): void {
    if (this.#wants(message)) this.outlet.offer(message.render(this.#audience), nowMs);
  }

  /**
   * Sends the present state. After a loss, `STATUS_UPDATE` also goes to clients that only follow links: nothing else
   * tells them which links went while they were not looking.
   */
  show(afterLoss: boolean): void {
    const messages = this.host.snapshot(afterLoss).filter((message) =>
      this.#wants(message) || (afterLoss && this.#rebuildsLinks(message))
    );
    this.outlet.burst(messages.map((message) => message.render(this.#audience)));
  }

  resubscribe(subscription: Subscription): void {
    const snapshot = this.host.snapshot(false);
    const had = new Set(snapshot.filter((message) => this.#wants(message)));
    const gainsNodes = addsNodes(this.#subscription, subscription);
    this.#subscription = subscription;
    this.#topicBits = topicBits(subscription);
    this.#audience = audienceOf(subscription, this.peer.viewer);
    for (const message of snapshot) {
      const isNew = !had.has(message) ||
        (gainsNodes && message.envelope.messageType === "TALKER_LOG_SNAPSHOT");
      if (isNew) this.deliver(message, this.#nowMs());
    }
  }

  reply(messageType: "PONG" | "ERROR", data: unknown): void {
    this.outlet.offer(this.host.single(messageType, data), this.#nowMs());
  }

  drained(): void {
    this.outlet.check(this.#nowMs());
  }

  end(): void {
    this.outlet.end();
  }

  refresh(): void {
    this.show(true);
  }

  ended(): void {
    this.host.ended(this);
  }

  #nowMs(): number {
    return this.host.outlets.clock.now();
  }

  #wants(message: StreamMessage): boolean {
    if (message.topicBit !== 0 && (message.topicBit & this.#topicBits) === 0) return false;
    if (message.signedInOnly && !this.#audience.privileged) return false;
    if (message.form !== "any" && (message.form === "raw") !== this.#subscription.raw) return false;
    return message.concerns(this.#audience.nodes) && message.isFor(this.peer.viewer);
  }

  #rebuildsLinks(message: StreamMessage): boolean {
    return message.envelope.messageType === "STATUS_UPDATE" && (this.#topicBits & LINKS_BIT) !== 0 &&
      message.concerns(this.#audience.nodes);
  }
}

function addsNodes(before: Subscription, after: Subscription): boolean {
  if (before.nodes.size === 0) return false;
  return after.nodes.size === 0 || [...after.nodes].some((node) => !before.nodes.has(node));
}
