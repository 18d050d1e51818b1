import {
  type AmiConnectionOptions,
  AmiError,
  type AmiFrame,
  AmiSession,
  type AmiSessionOptions,
} from "../../../lib/ami/mod.ts";
import { VirtualClock } from "../../../lib/clock/mod.ts";
import { createLogger, type LogRecord } from "../../../lib/log/mod.ts";
import type { FakePeer } from "./fake_peer.ts";

/** Options as the configuration's defaults make them. */
export const OPTIONS: AmiConnectionOptions = {
  server: "pbx",
  host: "127.0.0.1",
  port: 5038,
  username: "admin",
  password: "s3cret",
  tls: false,
  events: "on",
  auth: "auto",
  retryIntervalMs: 15_000,
  retryMaxMs: 60_000,
  keepaliveMs: 30_000,
};

/** A log whose lines are kept. */
export function memoryLog(clock: VirtualClock) {
  const records: LogRecord[] = [];
  const log = createLogger("ami", {
    level: "debug",
    now: () => clock.now(),
    sink: (record) => records.push(record),
  });
  return { log, records };
}

/** A session with a fake peer on a clock that stands still. */
export function sessionWith(peer: FakePeer, options: Partial<AmiSessionOptions> = {}) {
  const clock = new VirtualClock(1_000_000);
  const { log, records } = memoryLog(clock);
  const events: AmiFrame[] = [];
  const accepted: string[] = [];
  const session = new AmiSession({ ...OPTIONS, ...options }, {
    transport: peer.transport,
    clock,
    log,
    onAccepted: (banner) => accepted.push(banner),
    onEvent: (frame) => events.push(frame),
  });
  return { clock, records, events, accepted, session, running: session.run() };
}

/** The same, logged in. */
export async function loggedIn(peer: FakePeer, options: Partial<AmiSessionOptions> = {}) {
  const harness = sessionWith(peer, options);
  await harness.clock.advanceAsync(0);
  return harness;
}

/** The code and text of what a promise rejects with; fails when it does not. */
export async function failure(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AmiError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("expected a rejection");
}
