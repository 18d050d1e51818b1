import { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers";
import { startWebServer } from "../../lib/cli/web_server.ts";
import { type Clock, type Timer, VirtualClock } from "../../lib/clock/mod.ts";
import { loadConfig } from "../../lib/config/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { MemoryReturn } from "../../lib/memory/mod.ts";
import { openCLibrary } from "../../lib/native/mod.ts";
import { createNexus, type Nexus } from "../../lib/nexus.ts";
import { versionInfo } from "../../lib/version.ts";
import { App, staticFiles } from "fresh";
import webConfig from "../../fresh.config.ts";
import type { State } from "../../lib/http/mod.ts";
import { FarAsterisk } from "./far_asterisk.ts";
import { START_MS, STEP_MS } from "./pace.ts";

/** What the program holds at one moment. */
export interface Holdings {
  readonly timers: number;
  /** Database statements prepared since the start. */
  readonly statements: number;
  readonly subscribers: number;
}

/** One line of the child's: where it listens, how far it is, and what it holds when nobody watches. */
export type Report =
  | { readonly is: "listening"; readonly url: string }
  | { readonly is: "begun"; readonly holds: Holdings }
  | { readonly is: "at"; readonly sec: number; readonly heapMb: number }
  | { readonly is: "leaving" }
  | { readonly is: "rested"; readonly holds: Holdings }
  | { readonly is: "stopped"; readonly timersLeft: number };

/** From the start, and from the last viewer's leaving, until everything has come to rest. */
const QUIET_SEC = 90;

/** How often it tells how far it is. */
const REPORT_SEC = 10;

/** Real time for whoever listens to look at the process from outside. */
const LOOK_MS = 200;

/** Each step of virtual time is followed by so many turns of promises. */
const PROMISE_TURNS = 60;

/** Turns of the event loop for each virtual second, in which sockets are served; with I/O under way each can take 1 ms. */
const LOOP_TURNS = 3;

/** Viewers take in a real second what a second brings; here they get turns until they have, and so many at most. */
const MAX_LOOP_TURNS = 2_000;

/** Virtual time passes at most so many times as quick as real time; Infinity: as quick as it can. */
let maxSpeed = Infinity;

/** What waits for the viewer who lags most. */
const WAITING = "stream_client_queue_messages";

/** The clock that the program gets: it counts the timers. */
class CountingClock implements Clock {
  readonly #pending = new Set<Timer>();

  constructor(private readonly clock: VirtualClock) {}

  get pending(): number {
    return this.#pending.size;
  }

  now(): number {
    return this.clock.now();
  }

  monotonicMs(): number {
    return this.clock.monotonicMs();
  }

  random(): number {
    return this.clock.random();
  }

  after(delayMs: number, callback: () => void): Timer {
    const timer = this.#counted(this.clock.after(delayMs, () => {
      this.#pending.delete(timer);
      callback();
    }));
    return timer;
  }

  every(periodMs: number, callback: () => void): Timer {
    return this.#counted(this.clock.every(periodMs, callback));
  }

  #counted(inner: Timer): Timer {
    const timer: Timer = {
      cancel: () => {
        inner.cancel();
        this.#pending.delete(timer);
      },
    };
    this.#pending.add(timer);
    return timer;
  }
}

let prepared = 0;

function countStatements(): void {
  const prepare = DatabaseSync.prototype.prepare;
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, sql: string) {
    prepared++;
    return prepare.call(this, sql);
  };
}

/** The program with a busy server behind pipes, a day of virtual time and viewers of real sockets. */
async function main(minutes: number, dataDir: string, told: string, heard: string): Promise<void> {
  countStatements();
  const library = openCLibrary();
  const world = new VirtualClock(START_MS, 1);
  const clock = new CountingClock(world);
  const asterisk = new FarAsterisk(told, heard);
  const passing = (seconds: number) => pass(world, asterisk, isBusy, seconds);
  const nexus = build(clock, dataDir, asterisk.dial);
  const isBusy = () => nexus.services.live.bounds.some(({ name, used }) => name === WAITING && used > 0);
  const app = new App<State>(webConfig).use(staticFiles()).fsRoutes();
  const web = startWebServer(app, nexus.services, readConfig(dataDir), silentLogger);
  const holds = (): Holdings => ({
    timers: clock.pending,
    statements: prepared,
    subscribers: nexus.services.live.counters.clients,
  });
  nexus.start();
  const memory = new MemoryReturn(library, clock);
  memory.start();
  tell({ is: "listening", url: `http://127.0.0.1:${web.port}/` });
  // The first visits prepare what is prepared once.
  while (nexus.services.live.counters.sent === 0) await passing(1);
  while (nexus.services.live.counters.clients > 0) await passing(1);
  await passing(QUIET_SEC);
  await tellSlowly({ is: "begun", holds: holds() });
  for (let sec = 0; sec < minutes * 60; sec += REPORT_SEC) {
    await passing(REPORT_SEC);
    tell({ is: "at", sec: sec + REPORT_SEC, heapMb: Deno.memoryUsage().heapUsed / 1e6 });
  }
  tell({ is: "leaving" });
  while (nexus.services.live.counters.clients > 0) await passing(1);
  await passing(QUIET_SEC);
  await tellSlowly({ is: "rested", holds: holds() });
  memory.stop();
  const closing = Promise.all([web.close(), nexus.stop()]);
  await passing(10);
  await closing;
  asterisk.close();
  tell({ is: "stopped", timersLeft: clock.pending });
}

function build(
  clock: Clock,
  dataDir: string,
  dial: NonNullable<Parameters<typeof createNexus>[0]["dial"]>,
): Nexus {
  return createNexus({
    config: readConfig(dataDir),
    clock,
    log: silentLogger,
    version: versionInfo(),
    databasePath: `${dataDir}/nexus.db`,
    demo: false,
    names: () => undefined,
    directory: { dataDir, userAgent: "Nexus", invented: null },
    dial,
  });
}

function readConfig(dataDir: string) {
  const env: Readonly<Record<string, string>> = {
    HOST: "127.0.0.1",
    AMI_HOST: "127.0.0.1",
    AMI_USERNAME: "admin",
    AMI_PASSWORD: "simulator",
    ASTDB_ENABLED: "false",
    DATA_DIR: dataDir,
  };
  const loaded = loadConfig({ env: (key) => env[key], readFile: () => undefined, flags: { port: "0" } });
  if (!loaded.ok) throw new Error(`read configuration: ${JSON.stringify(loaded.problems)}`);
  return loaded.config;
}

async function pass(
  world: VirtualClock,
  asterisk: FarAsterisk,
  isBusy: () => boolean,
  seconds: number,
): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    const beganMs = performance.now();
    for (let passedMs = 0; passedMs < 1_000; passedMs += STEP_MS) {
      asterisk.step();
      await turns();
      world.advance(STEP_MS);
      await turns();
    }
    for (let turn = 0; turn < LOOP_TURNS || (turn < MAX_LOOP_TURNS && isBusy()); turn++) {
      await new Promise<void>((next) => void setImmediate(next));
    }
    const leftMs = 1_000 / maxSpeed - (performance.now() - beganMs);
    if (leftMs > 0) await new Promise<void>((next) => void setTimeout(next, leftMs));
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < PROMISE_TURNS; turn++) await Promise.resolve();
}

/** Tells, and gives whoever listens time to look. */
async function tellSlowly(report: Report): Promise<void> {
  tell(report);
  await new Promise<void>((next) => void setTimeout(next, LOOK_MS));
}

function tell(report: Report): void {
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(report) + "\n"));
}

if (import.meta.main) {
  const [minutes, dataDir = "", told = "", heard = "", speed = "Infinity"] = Deno.args;
  maxSpeed = Number(speed);
  await main(Number(minutes), dataDir, told, heard);
}
