import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { isVotersAnswer, type VotersAnswer } from "../wire/mod.ts";
import { reconnectDelayMs } from "./backoff.ts";
import type { CallsStart } from "./calls_feed.ts";
import type { ClientClock } from "./connection.ts";
import type { SocketLike } from "./live_socket.ts";
import { OneStream } from "./one_stream.ts";
import type { NexusState } from "./presence.ts";

/** Where a page of voters goes on from. */
export type VotersStart = CallsStart;

/** What a page of voters needs of its browser; tests give fakes. */
export interface VotersEnvironment {
  readonly clock: ClientClock;
  readonly openSocket: (url: string) => SocketLike;
  /** Opens the stream of voters; `refused` is told when it will not come back by itself. */
  readonly openEvents: (handlers: {
    readonly voter: (text: string) => void;
    readonly refused: () => void;
  }) => { close(): void };
}

/**
 * What keeps a page of voters true: the stream of voters, open only while somebody looks, because Asterisk is asked for as long; and
 * one that tells the server's time and how the page stands with Nexus.
 */
export class VotersFeed {
  readonly #stream: OneStream;
  readonly #shown: Signal<VotersAnswer>;
  readonly #environment: VotersEnvironment;
  #events: { close(): void } | null = null;
  #retry: { cancel(): void } | null = null;
  #attempt = 0;
  #welcomes = 0;
  #running = false;
  #visible = true;

  constructor(shown: VotersAnswer, { epoch, seq, ...start }: VotersStart, environment: VotersEnvironment) {
    this.#shown = signal(shown);
    this.#environment = environment;
    this.#stream = new OneStream({
      ...start,
      clock: environment.clock,
      resume: { epoch, seq },
      topics: ["ami"],
      accepts: () => true,
      take: (envelope) => envelope?.messageType === "WELCOME" && this.#welcomed(),
    }, environment.openSocket);
  }

  /** What is shown. */
  get shown(): ReadonlySignal<VotersAnswer> {
    return this.#shown;
  }

  /** The server's time, epoch milliseconds, once a second while the page is visible. */
  get now(): ReadonlySignal<number> {
    return this.#stream.now;
  }

  /** How the page stands with Nexus. */
  get nexus(): ReadonlySignal<NexusState> {
    return this.#stream.nexus;
  }

  /** Opens the streams; does nothing while they are open. */
  start(): void {
    this.#running = true;
    this.#stream.start();
    this.#follow();
  }

  /** Closes the streams; `start` goes on where they were. */
  stop(): void {
    this.#running = false;
    this.#stream.stop();
    this.#follow();
  }

  /** The page is looked at or not. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#stream.setVisible(visible);
    this.#follow();
  }

  /** Something happened after which the streams may be dead without knowing: begins anew. */
  wake(networkChanged: boolean): void {
    this.#stream.wake(networkChanged);
    this.#anew();
  }

  /** What broke one stream may have broken the other without its knowing. */
  #welcomed(): void {
    if (this.#welcomes++ > 0) this.#anew();
  }

  #anew(): void {
    this.#close();
    this.#follow();
  }

  #follow(): void {
    if (!this.#running || !this.#visible) return this.#close();
    if (this.#events || this.#retry) return;
    this.#events = this.#environment.openEvents({
      voter: (text) => this.#take(text),
      refused: () => this.#again(),
    });
  }

  #again(): void {
    this.#close();
    const { clock } = this.#environment;
    this.#retry = clock.after(reconnectDelayMs(this.#attempt++, clock.random()), () => {
      this.#retry = null;
      this.#follow();
    });
  }

  #close(): void {
    this.#events?.close();
    this.#events = null;
    this.#retry?.cancel();
    this.#retry = null;
  }

  #take(text: string): void {
    const answer = parsed(text);
    if (!isVotersAnswer(answer)) return;
    this.#attempt = 0;
    this.#shown.value = answer;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // what is not understood changes nothing; the page tells when nothing comes
  }
}
