import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Envelope } from "../wire/mod.ts";
import type { ClientClock } from "./connection.ts";
import type { SocketLike } from "./live_socket.ts";
import { OneStream } from "./one_stream.ts";
import { PartReader, type PartReading, type ReadingPace } from "./part_reader.ts";
import type { NexusState } from "./presence.ts";

/** What happens to calls, and whether their servers are connected. */
const TOPICS: readonly string[] = ["calls", "ami"];

/** A message is followed by others of the same call; however many come, the list is read once a second at most. */
const PACE: ReadingPace = { settleMs: 120, spreadMs: 80, restMs: 1_000, everyMs: 30_000 };

/** A search does not wait for its turn. */
const ASKED_REST_MS = 0;

/** What the pages of calls need of their browser; tests give fakes. */
export interface CallsEnvironment<T> {
  readonly clock: ClientClock;
  readonly openSocket: (url: string) => SocketLike;
  /** Reads what is shown anew. */
  readonly read: () => Promise<PartReading<T>>;
}

/** Where the page goes on from. */
export interface CallsStart {
  readonly generatedAtMs: number;
  readonly epoch: string;
  readonly seq: number;
  readonly socketUrl: string;
  readonly heartbeatMs: number;
}

/**
 * What keeps a page of calls true: one stream that tells that something happened, after which what is shown is read anew; the
 * server's time; and how the page stands with Nexus.
 */
export class CallsFeed<T> {
  readonly #stream: OneStream;
  readonly #reader: PartReader<T>;
  readonly #shown: Signal<T>;
  readonly #reading = signal<"read" | "gone" | "failed">("read");
  #epoch: string;
  #welcomes = 0;

  constructor(shown: T, { epoch, seq, ...start }: CallsStart, environment: CallsEnvironment<T>) {
    const { clock, openSocket, read } = environment;
    this.#shown = signal(shown);
    this.#epoch = epoch;
    this.#reader = new PartReader(clock, PACE, read, (reading) => this.#takeReading(reading));
    this.#stream = new OneStream({
      ...start,
      clock,
      resume: { epoch, seq },
      topics: TOPICS,
      accepts: () => true,
      take: (envelope, run) => this.#take(envelope, run),
    }, openSocket);
  }

  /** What is shown. */
  get shown(): ReadonlySignal<T> {
    return this.#shown;
  }

  /** What became of the last reading; what is shown stays as it was where that brought nothing. */
  get reading(): ReadonlySignal<"read" | "gone" | "failed"> {
    return this.#reading;
  }

  /** The server's time, epoch milliseconds, once a second while the page is visible. */
  get now(): ReadonlySignal<number> {
    return this.#stream.now;
  }

  /** How the page stands with Nexus. */
  get nexus(): ReadonlySignal<NexusState> {
    return this.#stream.nexus;
  }

  /** Reads at once: what is asked for has changed. */
  ask(afterMs = 0): void {
    this.#reader.readIn(afterMs, ASKED_REST_MS);
  }

  /** Opens the stream and starts the timers; does nothing while they run. */
  start(): void {
    this.#stream.start();
    this.#reader.start();
  }

  /** Closes the stream and stops the timers; `start` goes on where they were. */
  stop(): void {
    this.#stream.stop();
    this.#reader.stop();
  }

  /** The page is looked at or not: a hidden one moves no timers. */
  setVisible(visible: boolean): void {
    this.#reader.setVisible(visible);
    this.#stream.setVisible(visible);
  }

  /** Something happened after which the stream may be dead without knowing: finds out now. */
  wake(networkChanged: boolean): void {
    this.#stream.wake(networkChanged);
  }

  #take(envelope: Envelope | null, epoch: string): void {
    const isNewRun = epoch !== this.#epoch;
    this.#epoch = epoch;
    const kind = envelope?.messageType;
    if (kind === "CALL_STATE" || kind === "AMI_STATUS") this.#reader.changed();
    // After a break calls may have come and gone; a new run of Nexus begins by asking its servers.
    if (kind === "WELCOME" && (isNewRun || this.#welcomes++ > 0)) this.#reader.changed();
  }

  #takeReading(reading: PartReading<T>): void {
    this.#reading.value = reading.kind;
    if (reading.kind === "read") this.#shown.value = reading.value;
  }
}
