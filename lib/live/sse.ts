import type { Clock, Timer } from "../clock/mod.ts";
import type {
  ClientPort,
  LiveHub,
  LiveSession,
  ResumePoint,
  SharedText,
  Subscription,
  Viewer,
} from "./types.ts";

/** Who opens a stream and what it is to hold. */
export interface StreamRequest {
  readonly hub: LiveHub;
  readonly clock: Clock;
  readonly subscription: Subscription;
  readonly viewer: Viewer;
  /** What connections are counted by. */
  readonly address: string;
  readonly resume?: ResumePoint;
}

/** How long a browser waits before it comes back. */
const RETRY_MS = 2_000;

/** A comment after this much silence keeps proxies from closing the connection; most wait 30 s or more. */
const COMMENT_AFTER_MS = 15_000;

/** Bytes the stream takes before the peer has read any. */
const HIGH_WATER_BYTES = 65_536;

/** How long a browser waits that is sent away only to come back. */
const RETRY_SOON_MS = 50;

/**
 * Chunks after which a stream ends, for its client to come back by its last number. Deno 2.4 keeps about 1.7 kB for every
 * chunk of a body until that ends, so that a page open for a day would cost what all of Nexus may; Deno 2.9 keeps nothing.
 */
const MAX_CHUNKS = keepsChunks(Deno.version.deno) ? 128 : Infinity;

/** As much as the word that a session ended takes. */
const LAST_WORD_BYTES = 512;

/** Close codes after which what waits may still be sent: of a server that stops, and of a session that ended. */
const CLOSE_GOING_AWAY = 1001;
const CLOSE_UNAUTHORIZED = 4401;

const ENCODER = new TextEncoder();
const COMMENT = ENCODER.encode(":\n\n");
const RETRY = ENCODER.encode(`retry: ${RETRY_MS}\n\n`);
const RETRY_SOON = ENCODER.encode(`retry: ${RETRY_SOON_MS}\n\n`);

const HEADERS: Readonly<Record<string, string>> = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

/** Whether this Deno keeps something for every chunk of a body; known of 2.4.2, and not so any more in 2.9.6. */
export function keepsChunks(denoVersion: string): boolean {
  const [major = 0, minor = 0] = denoVersion.split(".").map(Number);
  return major === 2 && minor < 9;
}

/** Opens a Server-Sent Events stream of at most `maxChunks`; `undefined` when a connection limit refuses it. */
export function sseResponse(request: StreamRequest, maxChunks = MAX_CHUNKS): Response | undefined {
  const port = new SsePort(request.hub.epoch, request.clock, maxChunks);
  const session = request.hub.open(
    port,
    request.subscription,
    request.viewer,
    request.address,
    request.resume,
  );
  if (!session) return undefined;
  port.begin(session);
  return new Response(port.stream, { headers: HEADERS });
}

class SsePort implements ClientPort {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  #session: LiveSession | undefined;
  #comment: Timer | undefined;
  #lastSentMs: number;
  #chunks = 0;

  constructor(
    private readonly epoch: string,
    private readonly clock: Clock,
    private readonly maxChunks: number,
  ) {
    this.#lastSentMs = clock.now();
    this.stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        this.#controller = controller;
        controller.enqueue(RETRY);
      },
      pull: () => this.#session?.drained(),
      cancel: () => this.#ended(),
    }, new ByteLengthQueuingStrategy({ highWaterMark: HIGH_WATER_BYTES }));
  }

  get bufferedBytes(): number {
    return HIGH_WATER_BYTES - (this.#controller?.desiredSize ?? HIGH_WATER_BYTES);
  }

  /** From here on the session is told of room and of the end, and silence is filled. */
  begin(session: LiveSession): void {
    this.#session = session;
    this.#armComment(COMMENT_AFTER_MS);
  }

  /** What waits is still sent; the client comes back at once for what follows. */
  #sendAway(): void {
    const controller = this.#controller;
    controller?.enqueue(RETRY_SOON);
    this.#ended();
    controller?.close();
  }

  send(_text: string, _seq: number, _messageType: string, shared: SharedText): void {
    this.#lastSentMs = this.clock.now();
    this.#controller?.enqueue(shared.sseFrame(this.epoch));
    if (++this.#chunks >= this.maxChunks && this.#session) this.#sendAway();
  }

  close(code: number, reason: string): void {
    const controller = this.#controller;
    const isTaken = this.bufferedBytes <= LAST_WORD_BYTES;
    this.#ended();
    // What waits is still sent when the server goes; to a peer that takes nothing it would wait for ever.
    if (code === CLOSE_GOING_AWAY || (code === CLOSE_UNAUTHORIZED && isTaken)) controller?.close();
    else controller?.error(new Error(`stream closed, ${reason}`));
  }

  #ended(): void {
    this.#controller = undefined;
    this.#comment?.cancel();
    this.#comment = undefined;
    this.#session?.end();
  }

  #armComment(delayMs: number): void {
    this.#comment = this.clock.after(delayMs, () => {
      const silentMs = this.clock.now() - this.#lastSentMs;
      if (silentMs >= COMMENT_AFTER_MS && this.bufferedBytes === 0) this.#controller?.enqueue(COMMENT);
      this.#armComment(silentMs >= COMMENT_AFTER_MS ? COMMENT_AFTER_MS : COMMENT_AFTER_MS - silentMs);
    });
  }
}
