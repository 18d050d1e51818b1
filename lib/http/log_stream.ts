import { mayAdminister, type SignedIn } from "../auth/mod.ts";
import type { Timer } from "../clock/mod.ts";
import { isAtLeast, type LogLevel, MAX_WATCHER_BYTES, type TailLine } from "../log/mod.ts";
import type { LogEntry } from "../wire/mod.ts";
import { Refusal } from "./answers.ts";
import type { State } from "./services.ts";

/** How soon a stream ends whose session did, when nothing is logged meanwhile; a line is never sent after it. */
const CHECK_MS = 500;

/** A comment after so many looks keeps proxies from closing the connection: 15 s. */
const COMMENT_AFTER_CHECKS = 30;

/**
 * After so many lines the client is to come back: on some runtimes an answer that goes on keeps memory for every piece it sent. The
 * tail of the log remembers more than that, so nothing is lost between.
 */
const RENEW_AFTER_LINES = 200;

/** How long a browser waits before it comes back. */
const RETRY_MS = 1_000;

const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
};

/** One line of the log as the API tells it. */
export function logEntry({ id, atMs, level, room, text }: TailLine): LogEntry {
  return { id, at: new Date(atMs).toISOString(), level, room, text };
}

/**
 * Streams the log from now on, or from where the client was cut off, for as long as whoever asks may see it. Refuses (503) when too
 * many watch.
 */
export function logStream(request: Request, state: State, least: LogLevel): Response {
  if (request.method === "HEAD") return new Response(null, { headers: HEADERS });
  const stream = new LogStream(state, least, Number(request.headers.get("Last-Event-ID") ?? NaN));
  return new Response(stream.body, { headers: HEADERS });
}

class LogStream {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #encoder = new TextEncoder();
  readonly #watcher: { stop(): void };
  readonly #check: Timer;
  #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | null = null;
  #omitted = 0;
  #checks = 0;
  #sent = 0;

  constructor(private readonly state: State, private readonly least: LogLevel, lastId: number) {
    const { admin, clock } = state.services;
    const watcher = admin.log.watch(
      (line) => this.#take(line),
      () => this.#end(),
      () => MAX_WATCHER_BYTES - Math.max(0, this.#controller?.desiredSize ?? MAX_WATCHER_BYTES),
    );
    if (!watcher) throw tooMany();
    this.#watcher = watcher;
    this.#check = clock.every(CHECK_MS, () => this.#look());
    this.body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        this.#controller = controller;
        this.#write(`retry: ${RETRY_MS}\n\n`);
        if (Number.isNaN(lastId)) return;
        const missed = admin.log.recent(least, Infinity).filter(({ id }) => id > lastId).toReversed();
        for (const line of missed) if (this.#controller) this.#send(line);
      },
      cancel: () => this.#release(),
    }, new ByteLengthQueuingStrategy({ highWaterMark: MAX_WATCHER_BYTES }));
  }

  #take(line: TailLine): void {
    if (!isAtLeast(line.level, this.least)) return;
    if (!this.#isAllowed()) return this.#end();
    if ((this.#controller?.desiredSize ?? 0) <= 0) {
      this.#omitted++;
      return;
    }
    if (this.#omitted > 0) {
      this.#write(`event: omitted\ndata: ${this.#omitted}\n\n`);
      this.#omitted = 0;
    }
    this.#send(line);
  }

  #send(line: TailLine): void {
    this.#write(`id: ${line.id}\nevent: line\ndata: ${JSON.stringify(logEntry(line))}\n\n`);
    if (++this.#sent >= RENEW_AFTER_LINES) this.#end();
  }

  #look(): void {
    if (!this.#isAllowed()) return this.#end();
    this.#checks++;
    if (this.#checks % COMMENT_AFTER_CHECKS === 0 && (this.#controller?.desiredSize ?? 0) > 0) {
      this.#write(":\n\n");
    }
  }

  /** As it is now: the account may have another role, the session or token may be over. */
  #isAllowed(): boolean {
    const { principal, services } = this.state;
    const { book } = services.auth;
    const nowMs = services.clock.now();
    const now: SignedIn | null = principal.kind === "session"
      ? book.sessionPrincipal(principal.sessionId, nowMs)
      : principal.kind === "token"
      ? book.tokenPrincipal(principal.tokenId, nowMs)
      : null;
    return now !== null && mayAdminister(now);
  }

  #write(text: string): void {
    this.#controller?.enqueue(this.#encoder.encode(text));
  }

  #end(): void {
    const controller = this.#controller;
    this.#release();
    controller?.close();
  }

  #release(): void {
    this.#controller = null;
    this.#watcher.stop();
    this.#check.cancel();
  }
}

function tooMany(): Refusal {
  return new Refusal(503, {
    code: "too_many_clients",
    message: "watch the log, too many do: close one or try again later",
    headers: { "Retry-After": "30" },
  });
}
