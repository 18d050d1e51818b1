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

/** Close codes after which what waits may still be sent: of a server that stops, and of a session that ended. */
const CLOSE_GOING_AWAY = 1001;
const CLOSE_UNAUTHORIZED = 4401;

const ENCODER = new TextEncoder();
const COMMENT = ENCODER.encode(":\n\n");
const RETRY = ENCODER.encode(`retry: ${RETRY_MS}\n\n`);

const HEADERS: Readonly<Record<string, string>> = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

/** Opens a Server-Sent Events stream; `undefined` when a connection limit refuses it. */
export function sseResponse(request: StreamRequest): Response | undefined {
  const port = new SsePort(request.hub.epoch, request.clock);
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

  constructor(private readonly epoch: string, private readonly clock: Clock) {
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

  send(_text: string, _seq: number, _messageType: string, shared: SharedText): void {
    this.#lastSentMs = this.clock.now();
    this.#controller?.enqueue(shared.sseFrame(this.epoch));
  }

  close(code: number, reason: string): void {
    const controller = this.#controller;
    const isEmpty = this.bufferedBytes === 0;
    this.#ended();
    // What waits is still sent when the server goes; to a peer that takes nothing it would wait for ever.
    if (code === CLOSE_GOING_AWAY || (code === CLOSE_UNAUTHORIZED && isEmpty)) controller?.close();
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
