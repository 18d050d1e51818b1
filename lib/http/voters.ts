import { ANONYMOUS } from "../live/mod.ts";
import { maskVoters, type VoterWatch, type VoterWatcher } from "../voters/mod.ts";
import type { VotersAnswer } from "../wire/mod.ts";
import { limitKey } from "./address.ts";
import { Refusal } from "./answers.ts";
import type { State } from "./services.ts";

/**
 * After so many messages the client is to come back: on some runtimes an answer that goes on keeps memory for every piece it sent.
 * What it gets then is all there is to know.
 */
const RENEW_AFTER = 120;

/** How long a browser waits before it comes back, when it was cut off and when it was sent away. */
const RETRY_MS = 2_000;
const RETRY_SOON_MS = 50;

/** A comment after so many seconds of silence keeps proxies from closing the connection. */
const COMMENT_AFTER_CHECKS = 15;

/** A client that takes nothing for so many seconds is closed. */
const STUCK_AFTER_CHECKS = 30;

/** Bytes that may wait for a client; what it is told later makes up for what it was not told meanwhile. */
const WAITING_BYTES = 16_384;

const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
};

/** What is known of voters, of all or of some nodes, as this viewer may see it. */
export function visibleVoters({ services, viewer }: State, nodes: readonly string[] = []): VotersAnswer {
  const answer = services.voters.answer(nodes);
  return viewer.role === ANONYMOUS.role ? maskVoters(answer) : answer;
}

/** Tells voters for as long as the client looks and may. Refuses (503) when too many do. HEAD opens nothing. */
export function voterStream(request: Request, state: State, nodes: readonly string[]): Response {
  if (request.method === "HEAD") return new Response(null, { headers: HEADERS });
  return new Response(new VoterStream(state, nodes).body, { headers: HEADERS });
}

class VoterStream implements VoterWatcher {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #encoder = new TextEncoder();
  #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | null = null;
  readonly #watch: VoterWatch;
  #sent = 0;
  /** Something new was not told because the client lags. */
  #owes = false;
  #silentChecks = 0;
  #stuckChecks = 0;

  constructor(private readonly state: State, private readonly nodes: readonly string[]) {
    const watch = state.services.voters.watch(this, limitKey(state.clientAddress));
    if (!watch) throw tooMany();
    this.#watch = watch;
    this.body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => void this.#begin(controller),
      pull: () => this.#owes ? this.changed() : undefined,
      cancel: () => this.#release(),
    }, new ByteLengthQueuingStrategy({ highWaterMark: WAITING_BYTES }));
  }

  changed(): void {
    const controller = this.#controller;
    if (!controller) return;
    if (!this.#isAllowed()) return this.end();
    this.#owes = (controller.desiredSize ?? 0) <= 0;
    if (this.#owes) return;
    this.#write(`event: voter\ndata: ${JSON.stringify(visibleVoters(this.state, this.nodes))}\n\n`);
    if (++this.#sent < RENEW_AFTER) return;
    this.#write(`retry: ${RETRY_SOON_MS}\n\n`);
    this.end();
  }

  check(): void {
    if (!this.#isAllowed()) return this.end();
    this.#stuckChecks = (this.#controller?.desiredSize ?? 0) <= 0 ? this.#stuckChecks + 1 : 0;
    if (this.#stuckChecks >= STUCK_AFTER_CHECKS) return this.#giveUp();
    if (++this.#silentChecks >= COMMENT_AFTER_CHECKS && this.#stuckChecks === 0) this.#write(":\n\n");
  }

  end(): void {
    const controller = this.#controller;
    this.#release();
    controller?.close();
  }

  /** The first that is told is what is known now, or by the answer that this asks for. */
  async #begin(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> {
    const { voters } = this.state.services;
    this.#controller = controller;
    this.#write(`retry: ${RETRY_MS}\n\n`);
    await voters.look();
    if (this.#sent === 0) this.changed();
  }

  /** As it is now: the session or token may be over. */
  #isAllowed(): boolean {
    return this.state.viewer.isGood?.() !== false;
  }

  #write(text: string): void {
    this.#silentChecks = 0;
    this.#controller?.enqueue(this.#encoder.encode(text));
  }

  /** To a peer that takes nothing, what waits would wait for ever. */
  #giveUp(): void {
    const controller = this.#controller;
    this.#release();
    controller?.error(new Error("stream closed, nothing was taken for too long"));
  }

  #release(): void {
    if (!this.#controller) return;
    this.#controller = null;
    this.#watch.stop();
  }
}

function tooMany(): Refusal {
  return new Refusal(503, {
    code: "too_many_clients",
    message: "watch voters, too many do: close one or try again later",
    headers: { "Retry-After": "30" },
  });
}
