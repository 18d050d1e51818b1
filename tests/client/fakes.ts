import type { EventSourceLike } from "../../lib/client/live_events.ts";
import type { SocketLike } from "../../lib/client/live_socket.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import type { Envelope } from "../../lib/wire/mod.ts";

/** The clock of a machine that can sleep: time passes, and no timer runs until it is awake again. */
export class SleepyClock extends VirtualClock {
  #sleptMs = 0;

  sleep(durationMs: number): void {
    this.#sleptMs += durationMs;
  }

  override now(): number {
    return super.now() + this.#sleptMs;
  }

  override monotonicMs(): number {
    return super.monotonicMs() + this.#sleptMs;
  }
}

/** A socket or event source that a test drives; it remembers what was asked of it. */
class FakeTransport extends EventTarget {
  closed = false;

  constructor(readonly url: string) {
    super();
  }

  get query(): URLSearchParams {
    return new URL(this.url).searchParams;
  }

  open(): void {
    this.dispatchEvent(new Event("open"));
  }

  close(): void {
    this.closed = true;
  }
}

/** A WebSocket. */
export class FakeSocket extends FakeTransport implements SocketLike {
  readonly sent: string[] = [];
  readyState = 0;

  override open(): void {
    this.readyState = 1;
    super.open();
  }

  send(text: string): void {
    this.sent.push(text);
  }

  say(envelope: Envelope): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(envelope) }));
  }

  sayText(data: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  drop(code = 1006, reason = ""): void {
    this.dispatchEvent(new CloseEvent("close", { code, reason }));
  }
}

/** An EventSource. */
export class FakeEvents extends FakeTransport implements EventSourceLike {
  say(envelope: Envelope): void {
    this.dispatchEvent(new MessageEvent(envelope.messageType, { data: JSON.stringify(envelope) }));
  }

  drop(): void {
    this.dispatchEvent(new Event("error"));
  }
}

/** Makes transports and keeps all that were made, in order. */
export class Dialler<T extends FakeTransport> {
  readonly made: T[] = [];
  /** When set, the next dial throws it. */
  failure: Error | null = null;

  constructor(private readonly make: (url: string) => T) {}

  readonly dial = (url: string): T => {
    if (this.failure) throw this.failure;
    const transport = this.make(url);
    this.made.push(transport);
    return transport;
  };

  /** The newest. */
  get last(): T {
    const transport = this.made.at(-1);
    if (!transport) throw new Error("nothing was dialled");
    return transport;
  }

  /** How many are not closed. */
  get alive(): number {
    return this.made.filter((transport) => !transport.closed).length;
  }
}
