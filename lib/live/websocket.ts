import { parseClientMessage } from "../wire/mod.ts";
import { closeWhenQuiet } from "./socket_close.ts";
import { SocketPort } from "./socket_port.ts";
import type { StreamRequest } from "./sse.ts";
import { changedSubscription } from "./subscription.ts";
import type { LiveHub, LiveSession, Viewer } from "./types.ts";

/** Longest message a client may send, in characters; the longest sensible `subscribe` is far below it. */
const MAX_MESSAGE_LENGTH = 4_096;

/** Messages that are not understood before the socket is closed. */
const MAX_BAD_MESSAGES = 10;

/** Messages a client may send per `RATE_WINDOW_MS`; more are answered as if they were not understood. */
const MAX_MESSAGES_PER_WINDOW = 100;
const RATE_WINDOW_MS = 10_000;

/** Seconds of silence after which the server pings; a peer that does not answer is closed. */
const IDLE_PING_SEC = 30;

/** The name of what is spoken here, for clients that offer names. */
const PROTOCOL = "nexus";

const CLOSE_UNAUTHORIZED = 4401;
const CLOSE_POLICY = 1008;
const CLOSE_TOO_BIG = 1009;
const CLOSE_TRY_LATER = 1013;

/** A per-node stream: which node, and who asks. */
export interface NodeStreamRequest {
  readonly hub: LiveHub;
  readonly clock: StreamRequest["clock"];
  readonly nodeId: string;
  readonly viewer: Viewer;
  readonly address: string;
}

/** Upgrades the request and serves the live stream over it; when a limit refuses the client it is closed 1013. */
export function acceptWebSocket(request: Request, stream: StreamRequest): Response {
  const { socket, response } = upgrade(request);
  socket.addEventListener("open", () => serveStream(socket, stream), { once: true });
  return response;
}

/** Upgrades the request and serves one node's object over it; when a limit refuses the client it is closed 1013. */
export function acceptNodeSocket(request: Request, stream: NodeStreamRequest): Response {
  const { socket, response } = upgrade(request);
  socket.addEventListener("open", () => serveNode(socket, stream), { once: true });
  return response;
}

/** A browser that offers protocols (one of them may be its token) needs one of them chosen; ours where it is among them. */
function upgrade(request: Request): Deno.WebSocketUpgrade {
  const offered = (request.headers.get("Sec-WebSocket-Protocol") ?? "").split(",").map((each) => each.trim());
  const protocol = offered.includes(PROTOCOL) ? PROTOCOL : offered[0] ?? "";
  return Deno.upgradeWebSocket(request, {
    idleTimeout: IDLE_PING_SEC,
    ...(protocol === "" ? {} : { protocol }),
  });
}

function serveStream(socket: WebSocket, stream: StreamRequest): void {
  if (stream.viewer.isGood?.() === false) return socket.close(CLOSE_UNAUTHORIZED, "session ended");
  const { hub, subscription, viewer, address, resume } = stream;
  const session = hub.open(new SocketPort(socket), subscription, viewer, address, resume);
  if (!session) return closeWhenQuiet(socket, stream.clock, CLOSE_TRY_LATER, "too many connections");
  socket.addEventListener("close", () => session.end(), { once: true });
  listen(socket, stream, {
    end: () => session.end(),
    take: (text) => takeClientMessage(session, text),
    refuse: (code, message) => session.reply("ERROR", { code, message }),
  });
}

function serveNode(socket: WebSocket, stream: NodeStreamRequest): void {
  if (stream.viewer.isGood?.() === false) return socket.close(CLOSE_UNAUTHORIZED, "session ended");
  const port = new SocketPort(socket);
  const session = stream.hub.openNode(port, stream.nodeId, stream.viewer, stream.address);
  if (!session) return closeWhenQuiet(socket, stream.clock, CLOSE_TRY_LATER, "too many connections");
  socket.addEventListener("close", () => session.end(), { once: true });
  listen(socket, stream, {
    end: () => session.end(),
    take: (text) => parseClientMessage(text)?.type === "ping" && answerNodePing(port),
    refuse: (code, message) => answerNode(port, { type: "error", code, message }),
  });
}

function takeClientMessage(session: LiveSession, text: string): boolean {
  const message = parseClientMessage(text);
  if (message === null) return false;
  if (message.type === "ping") {
    session.reply("PONG", {});
    return true;
  }
  const changed = changedSubscription(session.subscription, message);
  if (changed === null) return false;
  session.resubscribe(changed);
  return true;
}

function answerNodePing(port: SocketPort): true {
  answerNode(port, { type: "pong" });
  return true;
}

/** An answer is dropped while anything waits: a client that sends and does not read gets no queue for it. */
function answerNode(port: SocketPort, answer: unknown): void {
  if (port.bufferedBytes === 0) port.send(JSON.stringify(answer));
}

/** What becomes of a client's messages. */
interface MessageTaker {
  /** False when the message is not understood. */
  take(text: string): boolean;
  refuse(code: string, message: string): void;
  /** The client is sent nothing more. */
  end(): void;
}

/** Counts messages in windows of time; tells when there are too many in one. */
class MessageRate {
  #windowStartMs = -Infinity;
  #count = 0;

  isTooHigh(nowMs: number): boolean {
    if (nowMs - this.#windowStartMs >= RATE_WINDOW_MS) {
      this.#windowStartMs = nowMs;
      this.#count = 0;
    }
    return ++this.#count > MAX_MESSAGES_PER_WINDOW;
  }
}

/** Hands on what the client sends, bounded in size, number and patience. */
function listen(
  socket: WebSocket,
  { hub, clock }: Pick<StreamRequest, "hub" | "clock">,
  taker: MessageTaker,
): void {
  const rate = new MessageRate();
  let badMessages = 0;
  const close = (code: number, reason: string) => {
    socket.removeEventListener("message", take);
    taker.end();
    closeWhenQuiet(socket, clock, code, reason);
  };
  const refuse = (code: string, message: string) => {
    hub.countBadMessage();
    taker.refuse(code, message);
    if (++badMessages >= MAX_BAD_MESSAGES) close(CLOSE_POLICY, "too many messages that are not understood");
  };
  const take = ({ data }: MessageEvent<unknown>) => {
    if (typeof data !== "string") {
      return refuse("bad_message", "message not understood, expected text: binary");
    }
    if (data.length > MAX_MESSAGE_LENGTH) return close(CLOSE_TOO_BIG, "message too long");
    if (rate.isTooHigh(clock.now())) {
      return refuse("too_many_messages", "message not taken, too many in a short time");
    }
    if (!taker.take(data)) {
      refuse("bad_message", "message not understood, expected subscribe, unsubscribe or ping");
    }
  };
  socket.addEventListener("message", take);
}
