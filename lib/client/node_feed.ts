import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Envelope } from "../wire/mod.ts";
import type { FeedAddresses, FeedEnvironment } from "./feed_environment.ts";
import type { DashboardModel } from "./model.ts";
import { OneStream } from "./one_stream.ts";
import type { NexusState } from "./presence.ts";
import { applyMessage } from "./reducer.ts";
import { type DashboardSnapshot, modelFromSnapshot } from "./snapshot.ts";

/** Everything that concerns a node comes over one stream: a page of a club may hold many cards. */
const TOPICS: readonly string[] = ["nodes", "links", "talkers", "ami"];

/** What a card needs of its browser. */
export type NodeFeedEnvironment = Pick<FeedEnvironment, "clock" | "openSocket">;

/**
 * What makes the card of one node live: one stream of that node, the model it changes, the server's time, and how the
 * card stands with Nexus. It begins with what the server rendered and goes on from exactly there.
 */
export class NodeFeed {
  readonly #model: Signal<DashboardModel>;
  readonly #stream: OneStream;

  constructor(
    snapshot: DashboardSnapshot,
    nodeId: string,
    { socketUrl, heartbeatMs }: Pick<FeedAddresses, "socketUrl" | "heartbeatMs">,
    { clock, openSocket }: NodeFeedEnvironment,
  ) {
    const { generatedAtMs, epoch, seq } = snapshot;
    this.#model = signal(modelFromSnapshot(snapshot));
    this.#stream = new OneStream({
      clock,
      generatedAtMs,
      resume: { epoch, seq },
      socketUrl,
      heartbeatMs,
      topics: TOPICS,
      accepts: (envelope, run) => this.#isOfThisRun(envelope, run),
      take: (envelope) => this.#take(envelope),
    }, (url) => openSocket(`${url}&node=${encodeURIComponent(nodeId)}`));
  }

  /** What is shown. */
  get model(): ReadonlySignal<DashboardModel> {
    return this.#model;
  }

  /** The server's time, epoch milliseconds, once a second while the card is visible. */
  get now(): ReadonlySignal<number> {
    return this.#stream.now;
  }

  /** The server's time at this instant, epoch milliseconds, also while the card is hidden and `now` stands still. */
  readonly serverNow = (): number => this.#stream.serverNow();

  /** How the card stands with Nexus. */
  get nexus(): ReadonlySignal<NexusState> {
    return this.#stream.nexus;
  }

  /** Opens the stream and starts the timer; does nothing while they run. */
  start(): void {
    this.#stream.start();
  }

  /** Closes the stream and stops the timer; `start` goes on where they were. */
  stop(): void {
    this.#stream.stop();
  }

  /** The card is looked at or not: a hidden one follows its stream but moves no timers. */
  setVisible(visible: boolean): void {
    this.#stream.setVisible(visible);
  }

  /** Something happened after which the stream may be dead without knowing: finds out now. */
  wake(networkChanged: boolean): void {
    this.#stream.wake(networkChanged);
  }

  /** What the run before still had on its way says nothing about this one. */
  #isOfThisRun(envelope: Envelope | null, epoch: string): boolean {
    return envelope?.messageType === "WELCOME" || epoch === this.#model.peek().epoch;
  }

  #take(envelope: Envelope | null): void {
    this.#model.value = applyMessage(this.#model.peek(), envelope);
  }
}
