/** Where a session's bytes go. A promise: they are under way until it resolves; nothing: they have arrived. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void> | void;
  close(): void;
}

/** Why an outbox ended: as asked, because too much waited, or because the client has gone. */
export type OutboxEnd = "closed" | "too slow" | "gone";

/**
 * Bytes on their way to one client, in order. What the client does not take waits here up to a limit; beyond it the
 * client is given up, so that a slow one hurts nobody else.
 */
export class Outbox {
  readonly #sink: ByteSink;
  readonly #limitBytes: number;
  readonly #ended: (end: OutboxEnd) => void;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #state: "open" | "finishing" | "closed" = "open";
  #writing = false;
  #stalled = false;

  /** `ended` is called once, whatever the end. */
  constructor(sink: ByteSink, limitBytes: number, ended: (end: OutboxEnd) => void) {
    this.#sink = sink;
    this.#limitBytes = limitBytes;
    this.#ended = ended;
  }

  /** Bytes that wait for the client. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Sends the bytes after all others; gives the client up when too many wait. */
  push(bytes: Uint8Array): void {
    if (this.#state !== "open") return;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#flush();
    if (this.#waitingBytes > this.#limitBytes) this.close("too slow");
  }

  /** Holds everything back, or lets it go again. */
  stall(on: boolean): void {
    this.#stalled = on;
    if (!on) this.#flush();
  }

  /** Closes as soon as everything is on its way. */
  finish(): void {
    if (this.#state !== "open") return;
    this.#state = "finishing";
    this.#flush();
  }

  /** Closes at once; what waits is lost. */
  close(end: OutboxEnd = "closed"): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#sink.close();
    this.#ended(end);
  }

  #flush(): void {
    if (this.#writing || this.#stalled || this.#state === "closed") return;
    if (this.#waiting.length === 0) {
      if (this.#state === "finishing") this.close();
      return;
    }
    const sent = this.#sink.write(this.#takeAll());
    if (sent) this.#await(sent);
    else this.#flush();
  }

  #await(sent: Promise<void>): void {
    this.#writing = true;
    sent.then(() => {
      this.#writing = false;
      this.#flush();
    }, () => this.close("gone"));
  }

  #takeAll(): Uint8Array {
    const [first, ...rest] = this.#waiting;
    const all = rest.length === 0 && first ? first : concat(this.#waiting, this.#waitingBytes);
    this.#waiting = [];
    this.#waitingBytes = 0;
    return all;
  }
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
