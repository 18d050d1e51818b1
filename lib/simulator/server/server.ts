import type { Clock } from "../../clock/mod.ts";
import type { Logger } from "../../log/mod.ts";
import type { PbxEvent } from "../pbx/types.ts";
import type { Agenda, Task } from "../world/agenda.ts";
import type { Asterisk } from "./asterisk.ts";
import { EVENT_CLASSES } from "./classes.ts";
import { EventFeed } from "./event_feed.ts";
import { LoopbackListener } from "./listener.ts";
import { type ClientHandler, connectInMemory, type MemoryPeer } from "./memory_peer.ts";
import type { ByteSink } from "./outbox.ts";
import { AmiServerSession } from "./session.ts";
import { shutdownEvent } from "./session_events.ts";

/** Connections at a time; one more is closed at once (`authlimit` and file handles bound a real one). */
const MAX_SESSIONS = 64;
/** World time from a shutdown with restart to the open port. */
const RESTART_MS = 2_000;
/** World time from the open port to FullyBooted, as recorded. */
const STARTING_MS = 340;
/** When the port is taken after a restart, it is tried again after this long. */
const LISTEN_AGAIN_MS = 1_000;

/** Ports of clients that have none, in the events that tell them. */
const FIRST_PORT = 40_000;
const PORTS = 20_000;

/** What a server is made of. */
export interface AmiServerParts {
  readonly asterisk: Asterisk;
  readonly agenda: Agenda;
  readonly clock: Clock;
  readonly log: Logger;
  /** What goes on in its exchange, where it has one. */
  readonly pbx?: { start(): void; halt(): void };
}

/** How to take a simulated Asterisk down. */
export interface ShutdownOptions {
  /** `core stop now` and `gracefully` are clean. */
  readonly cleanly: boolean;
  /** Comes up again by itself, on the same port. */
  readonly restart: boolean;
}

/** The manager of the simulated Asterisk: sessions, events, and the ways it can fail. */
export class AmiServer {
  readonly #parts: AmiServerParts;
  readonly #sessions = new Set<AmiServerSession>();
  readonly #feed: EventFeed;
  readonly #listener: LoopbackListener;
  #address: { readonly port: number; readonly hostname: string } | null = null;
  #unlisten = () => {};
  #stalled = false;
  #opened = 0;
  #booting: Task | null = null;

  constructor(parts: AmiServerParts) {
    this.#parts = parts;
    this.#feed = new EventFeed(parts.asterisk, this.#sessions);
    this.#listener = new LoopbackListener(parts.log, (sink, peer) => this.#open(sink, peer));
  }

  /** How many sessions there are. */
  get sessions(): number {
    return this.#sessions.size;
  }

  /** Bytes that wait for all clients together. */
  get waitingBytes(): number {
    return [...this.#sessions].reduce((sum, session) => sum + session.waitingBytes, 0);
  }

  /** Begins to tell sessions what happens, as a process that has been up for `uptimeSec`. */
  start(uptimeSec: number): void {
    const { asterisk } = this.#parts;
    asterisk.state = { is: "booted", bootedAtMs: asterisk.world.nowMs - uptimeSec * 1000 };
    this.#unlisten = asterisk.world.listen({
      variable: (node, name, value) => this.#feed.variable(node, name, value),
      digit: (node, digit) => this.#feed.digit(node, digit),
    });
  }

  /** Tells sessions what happens in the exchange. */
  tellPbx(event: PbxEvent): void {
    this.#feed.pbx(event);
  }

  /** Opens a TCP port; 0 takes a free one. Throws when the address is not loopback, or the process is down. */
  listen(port: number, hostname: string): { readonly port: number } {
    if (this.#parts.asterisk.state.is === "down") {
      throw new Error(`listen for the simulator, its server is down: port ${port}`);
    }
    const opened = this.#listener.open(port, hostname);
    this.#address = { port: opened.port, hostname };
    return opened;
  }

  /** A client in memory. Throws while the process is down. */
  connect(handler: ClientHandler): MemoryPeer {
    if (this.#parts.asterisk.state.is === "down") {
      throw new Error("connect to the simulator, nothing listens: its server is down");
    }
    return connectInMemory(this.#parts.agenda, handler, (sink) => this.#open(sink));
  }

  /** Closes everything; resolves when nothing of it is left running. */
  async stop(): Promise<void> {
    this.#address = null;
    this.#booting?.cancel();
    this.#unlisten();
    this.#parts.asterisk.state = { is: "down" };
    this.#closeAll();
    await this.#listener.close();
  }

  /** `kill -9`: every session ends in the middle of what it was, and nothing listens. */
  kill(): void {
    this.#goDown();
    this.#closeAll();
  }

  /** Freezes all sessions (nothing is read, nothing written), or thaws them. */
  stall(on: boolean): void {
    this.#stalled = on;
    for (const session of this.#sessions) session.stall(on);
  }

  /** Asterisk is told to stop: those who may see it get `Shutdown`, then the stream ends. */
  shutdown({ cleanly, restart }: ShutdownOptions): void {
    this.#feed.send(EVENT_CLASSES.system, () => shutdownEvent(cleanly, restart));
    this.#goDown();
    for (const session of [...this.#sessions]) session.finish();
    if (restart) this.#booting = this.#parts.agenda.after(RESTART_MS, () => this.boot());
  }

  /** Comes up again after `kill` or `shutdown`: the port first, then FullyBooted, then the nodes. */
  boot(): void {
    const { asterisk, agenda } = this.#parts;
    if (asterisk.state.is !== "down") return;
    asterisk.state = { is: "starting", bootedAtMs: asterisk.world.nowMs };
    this.#listenAgain();
    this.#booting = agenda.after(STARTING_MS, () => {
      asterisk.state = { is: "booted", bootedAtMs: asterisk.bootedAtMs };
      for (const session of this.#sessions) session.booted();
      asterisk.world.boot();
      this.#parts.pbx?.start();
    });
  }

  #goDown(): void {
    const { asterisk } = this.#parts;
    this.#booting?.cancel();
    asterisk.state = { is: "down" };
    asterisk.world.halt();
    this.#parts.pbx?.halt();
    this.#listener.refuse();
  }

  #listenAgain(): void {
    const address = this.#address;
    if (address === null) return;
    try {
      this.#listener.open(address.port, address.hostname);
    } catch (error) {
      this.#parts.log.warn("listen again after a restart, the port is taken", { error: String(error) });
      this.#parts.agenda.after(LISTEN_AGAIN_MS, () => this.#listenAgain());
    }
  }

  #open(sink: ByteSink, peer = `127.0.0.1/${FIRST_PORT + this.#opened % PORTS}`): AmiServerSession | null {
    this.#opened++;
    if (this.#sessions.size >= MAX_SESSIONS) {
      this.#parts.log.warn("refuse a manager session, there are too many", { peer, limit: MAX_SESSIONS });
      return null;
    }
    const { asterisk, clock, log } = this.#parts;
    const closed = (gone: AmiServerSession) => void this.#sessions.delete(gone);
    const session = new AmiServerSession({ asterisk, clock, log, closed }, sink, peer);
    this.#sessions.add(session);
    if (this.#stalled) session.stall(true);
    session.greet();
    return session;
  }

  #closeAll(): void {
    for (const session of [...this.#sessions]) session.close();
  }
}
