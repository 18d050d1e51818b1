import type { AmiActionHeader, AmiConnection, AmiListener, AmiReply, AmiStatus } from "../../lib/ami/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import type { ServerConfig } from "../../lib/config/mod.ts";
import { createLogger, type LogRecord } from "../../lib/log/mod.ts";
import { createStation } from "../../lib/station/mod.ts";
import type { DomainEvent } from "../../lib/wire/mod.ts";
import { FakeAmi, frameOf } from "../poller/fake_ami.ts";

const SERVER: ServerConfig = {
  name: "hill",
  host: "127.0.0.1",
  port: 5038,
  username: "nexus",
  password: "secret",
  tls: false,
  events: "on",
  auth: "auto",
  retryIntervalMs: 15_000,
  retryMaxMs: 60_000,
  keepaliveMs: 30_000,
  nodes: [],
};

/** A list that was asked for. */
export interface ListAsked {
  readonly name: string;
  answer(text: string, items?: readonly string[]): void;
  fail(error: Error): void;
}

/** A connection that the test moves from state to state. */
export class FakeConnection extends FakeAmi implements AmiConnection {
  status: AmiStatus = { state: "stopped", sinceMs: 0 };
  readonly counters = {
    bytes: 0,
    frames: 0,
    droppedLongLine: 0,
    droppedLongFrame: 0,
    emptyFrames: 0,
    truncatedFrames: 0,
    lateFrames: 0,
    unmatchedFrames: 0,
    timeouts: 0,
    listenerErrors: 0,
  };
  readonly bounds = [];

  /** Lists of what is up that were asked for; what else is asked is none of them. */
  readonly lists: ListAsked[] = [];

  constructor(readonly listener: AmiListener) {
    super();
  }

  /** Questions for voters; what else is asked is none of them. */
  readonly voterQuestions: { answer(text: string): void; fail(error: Error): void }[] = [];

  override action(name: string, headers?: readonly AmiActionHeader[]): Promise<AmiReply> {
    if (name === "VoterStatus") {
      return new Promise((resolve, reject) => {
        const answer = (text: string) => {
          const frame = frameOf(text);
          resolve({ ok: frame.name === "Success", message: "", frame, items: [] });
        };
        this.voterQuestions.push({ answer, fail: reject });
      });
    }
    if (name !== "BridgeList" && name !== "CoreShowChannels") return super.action(name, headers);
    return new Promise((resolve, reject) => {
      const answer = (text: string, items: readonly string[] = []) => {
        const frame = frameOf(text);
        resolve({ ok: frame.name === "Success", message: "", frame, items: items.map(frameOf) });
      };
      this.lists.push({ name, answer, fail: reject });
    });
  }

  start(): void {}

  stop(): Promise<void> {
    this.move({ state: "stopped", sinceMs: 0 });
    return Promise.resolve();
  }

  move(status: AmiStatus): void {
    this.status = status;
    this.listener.status(status);
  }

  event(text: string): void {
    this.listener.event(frameOf(text));
  }
}

/** A station on virtual time with its connection, and what it tells. */
export function setUp(nodes: ServerConfig["nodes"] = [], watched = false) {
  const clock = new VirtualClock(1_000_000);
  const told: DomainEvent[] = [];
  const lines: string[] = [];
  const sink = ({ message }: LogRecord) => void lines.push(message);
  const log = createLogger("test", { level: "info", now: () => clock.now(), sink });
  let connection: FakeConnection | undefined;
  const station = createStation({
    server: { ...SERVER, nodes },
    unkeyGraceMs: 500,
    pollingIntervalMs: 60_000,
    disableLinkPoller: false,
    clock,
    log,
    names: () => undefined,
    recall: () => undefined,
    watched: () => watched,
    publish: (events) => void told.push(...events),
    connect: (_options, listener) => connection = new FakeConnection(listener),
  });
  if (!connection) throw new Error("make station, it asked for no connection");
  return { clock, told, station, connection, lines };
}

/** The state of a connection that is logged in. */
export const connected = (sinceMs: number): AmiStatus => ({
  state: "connected",
  sinceMs,
  banner: "Asterisk Call Manager/11.0.0",
});
