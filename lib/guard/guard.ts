import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { SocketCalls } from "../native/mod.ts";
import { type Bound, normalizeAddress } from "../wire/mod.ts";
import { ConnectionBook, type GuardLimits } from "./book.ts";
import { begin, type Connection, end, type Exchange, type GuardTimes, overdue } from "./connection.ts";
import { type Reason, RefusalLog } from "./refusal_log.ts";
import { SocketTable } from "./socket_table.ts";

/** How often the sockets are looked at; somebody who opens thousands has opened few of them in that time. */
const LOOK_EVERY_MS = 250;

/** While many come at once. */
const LOOK_OFTEN_MS = 25;

/** So many new ones between two looks are many. */
const MANY = 16;

/** Looking takes at most one part in so many of the processor's time. */
const SHARE_OF_TIME = 20;

/** Connections that may wait to be accepted. */
const BACKLOG = 1_024;

/** What answers requests. */
export type Handler = (request: Request, info: Deno.ServeHandlerInfo<Deno.NetAddr>) => Promise<Response>;

/** What the guard works with. */
export interface GuardOptions {
  /** `null` where the system's library cannot be reached: nothing is guarded then. */
  readonly sockets: SocketCalls | null;
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
  #ended: Record<Reason, number> = { address: 0, total: 0, headers: 0, body: 0, reading: 0 };

  constructor(private readonly options: GuardOptions) {
    this.#book = new ConnectionBook(options.limits, options.groupOf);
    this.#refusals = new RefusalLog(options.log);
  }

  /** Whether it can do anything. */
  get isOn(): boolean {
    return this.options.sockets !== null;
  }

  /** Begins to look at the connections of a port that is listened on. */
  start(port: number): void {
    const { sockets, log } = this.options;
    if (sockets === null) {
      log.warn(
        "connections are neither limited nor timed, the C library cannot be opened: use a proxy that does",
      );
      return;
    }
    this.#table = new SocketTable(sockets, port);
    this.#table.widenBacklog(BACKLOG);
    this.#lookAfter(LOOK_EVERY_MS);
  }

  /** Looks no more. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
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
    return [...(all ? [all] : []), ...others, waiting];
  }

  #lookAfter(delayMs: number): void {
    this.#timer = this.options.clock.after(delayMs, () => {
      const startedMs = this.options.clock.monotonicMs();
      const isBusy = this.#look();
      const costMs = this.options.clock.monotonicMs() - startedMs;
      this.#lookAfter(Math.max(isBusy ? LOOK_OFTEN_MS : LOOK_EVERY_MS, costMs * SHARE_OF_TIME));
    });
  }

  /** Looks at every connection; true when many came since the last time. */
  #look(): boolean {
    const { clock, times, sockets } = this.options;
    const table = this.#table;
    if (table === null || sockets === null) return false;
    const nowMs = clock.monotonicMs();
    let came = 0;
    table.scan((end, fd) => {
      came++;
      const connection = this.#book.at(end, nowMs);
      this.#book.see(connection, fd);
      sockets.endWhenUntaken(fd, times.takeMs);
      return connection;
    }, (connection) => this.#book.forget(connection));
    this.#book.forgetUnseen(nowMs);
    this.#endOverdue(nowMs);
    for (const connection of this.#book.tooManyOfAddress()) this.#end(connection, "address", nowMs);
    for (const connection of this.#book.tooManyInAll()) this.#end(connection, "total", nowMs);
    return came >= MANY;
  }

  #endOverdue(nowMs: number): void {
    const { times, sockets } = this.options;
    for (const connection of this.#book.all()) {
      const { fd } = connection;
      if (fd === null) continue;
      const why = overdue(connection, nowMs, times, () => sockets?.moved(fd)?.takenBytes ?? null);
      if (why !== null) this.#end(connection, why, nowMs);
    }
  }

  /** Who only waited for too long after an answer did nothing wrong. */
  #end(connection: Connection, why: Reason | "idle", nowMs: number): void {
    const { fd, end: { address } } = connection;
    this.#book.forget(connection);
    if (fd === null || !this.#table?.isStill(fd, connection)) return;
    this.options.sockets?.reset(fd);
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
