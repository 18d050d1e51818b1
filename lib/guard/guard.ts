import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { NativeCalls } from "../native/mod.ts";
import { type Bound, normalizeAddress } from "../wire/mod.ts";
import { ConnectionBook, type GuardLimits } from "./book.ts";
import { begin, type Connection, end, type Exchange, type GuardTimes, overdue } from "./connection.ts";
import { type Reason, RefusalLog } from "./refusal_log.ts";
import { SocketTable } from "./socket_table.ts";

/** How often the sockets are looked at. */
const LOOK_EVERY_MS = 1_000;

/** How often it is asked whether many came at once, which is cheap: somebody who opens thousands has opened few of them in that time. */
const ASK_EVERY_MS = 200;

/** While many come. */
const ASK_OFTEN_MS = 25;

/** So many at once are many. */
const MANY = 16;

/** Looks go far for so long after many came, and now and then. */
const FAR_AFTER_FLOOD_MS = 3_000;
const FAR_EVERY_MS = 60_000;

/** What connections took goes back to the system so long after so many were ended. */
const TRIM_AFTER_MS = 1_000;
const TRIM_FROM = 200;

/** Looking takes at most one part in so many of the processor's time; where many come, each look saves more than it takes. */
const SHARE_OF_TIME = 20;
const SHARE_IN_FLOOD = 2;

/** A look that took long because the machine had no time for it puts the next one off no longer. */
const MOST_REST_MS = 2_000;

/** Connections that may wait to be accepted. */
const BACKLOG = 1_024;

/** What answers requests. */
export type Handler = (request: Request, info: Deno.ServeHandlerInfo<Deno.NetAddr>) => Promise<Response>;

/** What the guard works with. */
export interface GuardOptions {
  /** `null` where the system's library cannot be reached: nothing is guarded then. */
  readonly native: Pick<NativeCalls, "sockets" | "trim"> | null;
  readonly limits: GuardLimits;
  readonly times: GuardTimes;
  /** What an address is counted by; `null` for those that many share by right. */
  readonly groupOf: (address: string) => string | null;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Their bodies nobody reads. */
const METHODS_WITHOUT_BODY: readonly string[] = ["GET", "HEAD"];

/** The status of a WebSocket's answer. */
const SWITCHING_PROTOCOLS = 101;

/** Ends connections that are too slow or too many. */
export class ConnectionGuard {
  readonly #book: ConnectionBook;
  readonly #refusals: RefusalLog;
  #table: SocketTable | null = null;
  #timer: Timer | null = null;
  #trimming: Timer | null = null;
  /** When the next look is due, and how many were ended since what they took was given back. */
  #lookAtMs = 0;
  #endedLately = 0;
  /** Until when every look goes far, and when the next one does in any case. */
  #farUntilMs = 0;
  #nextFarMs = 0;
  #ended: Record<Reason, number> = { address: 0, total: 0, headers: 0, body: 0, reading: 0 };

  constructor(private readonly options: GuardOptions) {
    this.#book = new ConnectionBook(options.limits, options.groupOf);
    this.#refusals = new RefusalLog(options.log);
  }

  /** Whether it can do anything. */
  get isOn(): boolean {
    return this.options.native !== null;
  }

  /** Begins to look at the connections of a port that is listened on. */
  start(port: number): void {
    const { native, log } = this.options;
    if (native === null) {
      log.warn(
        "connections are neither limited nor timed, the C library cannot be opened: use a proxy that does",
      );
      return;
    }
    this.#table = new SocketTable(native.sockets, port);
    this.#table.widenBacklog(BACKLOG);
    this.#askAfter(ASK_EVERY_MS);
  }

  /** Looks no more. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#trimming?.cancel();
    this.#trimming = null;
    this.#table = null;
  }

  /** A further socket listens on the port. */
  listensAnew(): void {
    this.#table?.widenBacklog(BACKLOG);
  }

  /** The handler, of whose requests the guard knows. */
  watching(handler: Handler): Handler {
    if (!this.isOn) return handler;
    return async (request, info) => {
      const { clock } = this.options;
      const { hostname, port } = info.remoteAddr;
      const address = hostname.includes(":") ? normalizeAddress(hostname) : hostname;
      const connection = this.#book.at({ address, port }, clock.monotonicMs());
      const exchange = begin(connection, clock.monotonicMs(), !METHODS_WITHOUT_BODY.includes(request.method));
      const over = () => end(connection, exchange, clock.monotonicMs());
      info.completed.then(over, over);
      const response = await handler(request, info);
      answered(connection, exchange, response);
      return response;
    };
  }

  /** How many connections there are, and what was ended because of them. */
  get bounds(): readonly Bound[] {
    if (!this.isOn) return [];
    const { address, total, headers, body, reading } = this.#ended;
    let asking = 0;
    for (const { activity } of this.#book.all()) if (activity.is !== "waiting") asking++;
    const [all, ...others] = this.#book.bounds({ ofAddress: address, inAll: total });
    const waiting: Bound = {
      name: "connections_asking_nothing",
      used: (all?.used ?? 0) - asking,
      limit: this.options.limits.total,
      dropped: headers + body + reading,
    };
    return [...(all ? [all] : []), ...others, waiting, this.#refusals.bound];
  }

  #askAfter(delayMs: number): void {
    this.#timer = this.options.clock.after(delayMs, () => {
      const isFlood = this.#ask();
      this.#askAfter(isFlood ? ASK_OFTEN_MS : ASK_EVERY_MS);
    });
  }

  /** Looks where it is time, or many may have come; true when they did. */
  #ask(): boolean {
    const { clock } = this.options;
    const startedMs = clock.monotonicMs();
    if (startedMs < this.#lookAtMs && !this.#table?.mayHaveGrownBy(MANY)) return false;
    const isFlood = this.#look(startedMs) >= MANY;
    const costMs = clock.monotonicMs() - startedMs;
    const restMs = Math.min(MOST_REST_MS, costMs * (isFlood ? SHARE_IN_FLOOD : SHARE_OF_TIME));
    this.#lookAtMs = startedMs + Math.max(isFlood ? ASK_OFTEN_MS : LOOK_EVERY_MS, restMs);
    return isFlood;
  }

  /** Looks at every connection; gives how many were too many. */
  #look(nowMs: number): number {
    const { times, native } = this.options;
    this.#table?.scan(this.#looksFar(nowMs), (end, fd) => {
      const connection = this.#book.at(end, nowMs);
      this.#book.see(connection, fd, nowMs);
      native?.sockets.endWhenUntaken(fd, times.takeMs);
      return connection;
    }, (connection, fd) => {
      if (connection.fd === fd) this.#book.forget(connection);
    });
    this.#book.forgetUnseen(nowMs);
    this.#endOverdue(nowMs);
    const ofAddress = this.#book.tooManyOfAddress();
    for (const connection of ofAddress) this.#end(connection, "address", nowMs);
    const inAll = this.#book.tooManyInAll();
    for (const connection of inAll) this.#end(connection, "total", nowMs);
    if (this.#endedLately >= TRIM_FROM) this.#trimSoon();
    const tooMany = ofAddress.length + inAll.length;
    if (tooMany >= MANY) this.#farUntilMs = nowMs + FAR_AFTER_FLOOD_MS;
    return tooMany;
  }

  #looksFar(nowMs: number): boolean {
    if (nowMs < this.#farUntilMs) return true;
    if (nowMs < this.#nextFarMs) return false;
    this.#nextFarMs = nowMs + FAR_EVERY_MS;
    return true;
  }

  #trimSoon(): void {
    this.#endedLately = 0;
    this.#trimming?.cancel();
    this.#trimming = this.options.clock.after(TRIM_AFTER_MS, () => this.options.native?.trim());
  }

  #endOverdue(nowMs: number): void {
    const { times, native } = this.options;
    for (const connection of this.#book.all()) {
      const { fd } = connection;
      if (fd === null) continue;
      const why = overdue(connection, nowMs, times, () => native?.sockets.taken(fd) ?? null);
      if (why !== null) this.#end(connection, why, nowMs);
    }
  }

  /** Who only waited for too long after an answer did nothing wrong. */
  #end(connection: Connection, why: Reason | "idle", nowMs: number): void {
    const { fd, end: { address } } = connection;
    this.#book.forget(connection);
    if (fd === null || !this.#table?.isStill(fd, connection)) return;
    this.options.native?.sockets.reset(fd);
    this.#endedLately++;
    if (why === "idle") return;
    this.#ended[why]++;
    this.#refusals.note(address, why, nowMs);
  }
}

function answered(connection: Connection, exchange: Exchange, { status, headers }: Response): void {
  if (status === SWITCHING_PROTOCOLS) connection.activity = { is: "socket" };
  else if (headers.get("Content-Type")?.startsWith("text/event-stream")) exchange.step = { is: "streaming" };
  else exchange.step = { is: "answered", from: null };
}
