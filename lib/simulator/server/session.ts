import { createHash } from "node:crypto";
import { AmiDecoder, type AmiFrame, encodeFrame } from "../../ami/mod.ts";
import type { Clock, Timer } from "../../clock/mod.ts";
import type { Logger } from "../../log/mod.ts";
import { findAction, isBeforeLogin } from "./actions.ts";
import type { Asterisk } from "./asterisk.ts";
import { ALL_CLASSES, EVENT_CLASSES, parseMask } from "./classes.ts";
import { type ByteSink, Outbox, type OutboxEnd } from "./outbox.ts";
import { type AmiUser, Request, type SessionControl } from "./request.ts";
import { bootedEvent, greetedEvent, successfulAuth } from "./session_events.ts";

/** Asterisk's input buffer: a longer line makes the whole message unreadable. */
const MAX_LINE_BYTES = 1_024;
/** What is read at all; what is longer is dropped, and answered as too long. */
const READ_LIMITS = { maxLineBytes: 16 * 1024, maxFrameBytes: 64 * 1024 };
/** Asterisk sleeps this long before it answers a refused login. */
const REFUSAL_MS = 1_000;
/** Who has not logged in by then is disconnected (`authtimeout`). */
const LOGIN_TIMEOUT_MS = 30_000;
/** What may wait for a client that does not read. */
const OUTBOX_BYTES = 512 * 1024;
/** How long a client has to take the last words. */
const FINISH_MS = 5_000;

const ENCODER = new TextEncoder();

type SessionState =
  | { readonly is: "anonymous"; readonly challenge: string | null; readonly timeout: Timer }
  | { readonly is: "refusing"; readonly timer: Timer }
  | { readonly is: "loggedIn"; readonly user: AmiUser; readonly mask: number }
  | { readonly is: "finishing"; readonly timer: Timer }
  | { readonly is: "closed" };

/** What a session needs of its server. */
export interface SessionSurroundings {
  readonly asterisk: Asterisk;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called once, when nothing more will happen. */
  closed(session: AmiServerSession): void;
}

/** One connection to the simulated manager, from the greeting to its end. */
export class AmiServerSession implements SessionControl {
  readonly #around: SessionSurroundings;
  readonly #peer: string;
  readonly #outbox: Outbox;
  readonly #decoder: AmiDecoder;
  #state: SessionState;
  #tooLong = 0;
  #stalled = false;
  #unread: Uint8Array[] = [];

  constructor(around: SessionSurroundings, sink: ByteSink, peer: string) {
    this.#around = around;
    this.#peer = peer;
    this.#outbox = new Outbox(sink, OUTBOX_BYTES, (end) => this.#ended(end));
    this.#decoder = new AmiDecoder({
      expectBanner: false,
      limits: READ_LIMITS,
      onFrame: (frame) => this.#frame(frame),
    });
    const timeout = around.clock.after(LOGIN_TIMEOUT_MS, () => this.finish());
    this.#state = { is: "anonymous", challenge: null, timeout };
  }

  /** Bytes that wait for the client. */
  get waitingBytes(): number {
    return this.#outbox.waitingBytes;
  }

  /** Says hello. */
  greet(): void {
    this.#outbox.push(
      ENCODER.encode(`Asterisk Call Manager/${this.#around.asterisk.release.amiVersion}\r\n`),
    );
  }

  /** Takes what the client sent. */
  receive(bytes: Uint8Array): void {
    if (!this.#isReading()) return;
    if (this.#stalled) return this.#keepUnread(bytes);
    this.#decoder.push(bytes);
    this.#answerTooLong();
  }

  /** Neither reads nor writes until told otherwise. */
  stall(on: boolean): void {
    this.#stalled = on;
    this.#outbox.stall(on);
    if (!on) this.#unread.splice(0).forEach((bytes) => this.receive(bytes));
  }

  wants(eventClass: number): boolean {
    return this.#state.is === "loggedIn" &&
      (this.#state.user.read & this.#state.mask & eventClass) !== 0;
  }

  deliver(_eventClass: number, bytes: Uint8Array): void {
    this.#outbox.push(bytes);
  }

  /** Asterisk is fully up: those who logged in before are told now. */
  booted(): void {
    if (this.#around.asterisk.release.tellsLogins && this.wants(EVENT_CLASSES.system)) {
      this.#outbox.push(bootedEvent());
    }
  }

  challenge(): string {
    const challenge = String(this.#around.asterisk.random.within([100_000_000, 999_999_999]));
    if (this.#state.is === "anonymous") this.#state = { ...this.#state, challenge };
    return challenge;
  }

  login(request: Request): void {
    const state = this.#state;
    if (state.is === "loggedIn") return request.succeed([["Message", "Already authenticated"]]);
    if (state.is !== "anonymous") return;
    state.timeout.cancel();
    const user = this.#identify(request, state.challenge);
    if (user) this.#letIn(request, user);
    else this.#refuse(request);
  }

  setMask(mask: number): void {
    if (this.#state.is === "loggedIn") this.#state = { ...this.#state, mask };
  }

  finish(): void {
    if (this.#state.is === "closed" || this.#state.is === "finishing") return;
    this.#stopTimer();
    const timer = this.#around.clock.after(FINISH_MS, () => this.close());
    this.#state = { is: "finishing", timer };
    this.#outbox.finish();
  }

  /** Ends at once; what waits is lost. */
  close(): void {
    this.#outbox.close();
  }

  #ended(end: OutboxEnd): void {
    this.#stopTimer();
    this.#state = { is: "closed" };
    this.#unread = [];
    this.#decoder.end();
    if (end === "too slow") {
      this.#around.log.warn("close a manager session, its client does not read", { peer: this.#peer });
    }
    this.#around.closed(this);
  }

  #stopTimer(): void {
    if (this.#state.is === "anonymous") this.#state.timeout.cancel();
    if (this.#state.is === "refusing" || this.#state.is === "finishing") this.#state.timer.cancel();
  }

  #keepUnread(bytes: Uint8Array): void {
    const held = this.#unread.reduce((sum, part) => sum + part.length, bytes.length);
    if (held > READ_LIMITS.maxFrameBytes) return this.close();
    this.#unread.push(bytes.slice());
  }

  /** A session that sleeps over a refusal, or is on its way out, does not hear any more. */
  #isReading(): boolean {
    return this.#state.is === "anonymous" || this.#state.is === "loggedIn";
  }

  #frame(frame: AmiFrame): void {
    if (!this.#isReading()) return;
    const request = this.#request(frame);
    const isTooLong = frame.headers().some(({ name, value }) => lineBytes(name, value) > MAX_LINE_BYTES);
    if (isTooLong) return request.fail("Failed to parse message: line too long");
    this.#run(request);
  }

  #run(request: Request): void {
    const name = request.header("Action");
    const handler = findAction(name, this.#around.asterisk);
    const state = this.#state;
    if (name === "") return request.fail("Missing action in request");
    if (state.is !== "loggedIn" && !isBeforeLogin(handler)) return request.fail("Permission denied");
    if (!handler) {
      return request.fail(
        `Invalid/unknown command: ${name}. Use Action: ListCommands to show available commands.`,
      );
    }
    const isAllowed = handler.classes === 0 ||
      (state.is === "loggedIn" && (state.user.write & handler.classes) !== 0);
    if (!isAllowed) return request.fail("Permission denied");
    handler.run(request);
  }

  #request(frame: AmiFrame): Request {
    return new Request({
      frame,
      asterisk: this.#around.asterisk,
      session: this,
      send: (headers) => this.#outbox.push(encodeFrame(headers)),
      sendText: (text) => this.#outbox.push(ENCODER.encode(text)),
    });
  }

  /** A message over the limits of the decoder never becomes a frame, but has to be answered. */
  #answerTooLong(): void {
    const { droppedLongLine, droppedLongFrame } = this.#decoder.counters;
    const tooLong = droppedLongLine + droppedLongFrame;
    for (; this.#tooLong < tooLong; this.#tooLong++) {
      const message = "Failed to parse message: line too long";
      this.#outbox.push(encodeFrame([["Response", "Error"], ["Message", message]]));
    }
  }

  #identify(request: Request, challenge: string | null): AmiUser | undefined {
    const user = this.#around.asterisk.users.find(request.header("Username"));
    if (!user) return undefined;
    if (request.header("AuthType").toLowerCase() !== "md5") {
      return request.header("Secret") === user.secret ? user : undefined;
    }
    if (challenge === null) return undefined;
    const key = createHash("md5").update(challenge + user.secret).digest("hex");
    return request.header("Key").toLowerCase() === key ? user : undefined;
  }

  #letIn(request: Request, user: AmiUser): void {
    const events = request.header("Events");
    this.#state = { is: "loggedIn", user, mask: events === "" ? ALL_CLASSES : parseMask(events) };
    request.succeed([["Message", "Authentication accepted"]]);
    const { asterisk } = this.#around;
    if (!asterisk.release.tellsLogins) return;
    if (asterisk.state.is === "booted" && this.wants(EVENT_CLASSES.system)) {
      this.#outbox.push(greetedEvent(asterisk.uptimeSec));
    }
    if (this.wants(EVENT_CLASSES.security)) {
      this.#outbox.push(successfulAuth(asterisk, user.name, this.#peer));
    }
  }

  #refuse(request: Request): void {
    const timer = this.#around.clock.after(REFUSAL_MS, () => {
      request.fail("Authentication failed");
      this.finish();
    });
    this.#state = { is: "refusing", timer };
  }
}

function lineBytes(name: string, value: string): number {
  const characters = name.length + 2 + value.length;
  return characters * 3 <= MAX_LINE_BYTES ? characters : ENCODER.encode(`${name}: ${value}`).length;
}
