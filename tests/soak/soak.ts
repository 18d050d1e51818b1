import { VirtualClock } from "../../lib/clock/mod.ts";
import { bundleNexus } from "../../deploy/compile.ts";
import { V8_FLAGS } from "../../deploy/permissions.ts";
import { buildProgram } from "../binary/program.ts";
import type { Holdings, Report } from "./child.ts";
import { type Viewer, visit } from "./viewer.ts";

/** What the kernel says of the program. */
interface OpenFiles {
  readonly files: number;
}

/** What a soak showed. */
export interface SoakResult {
  readonly begun: Holdings & OpenFiles;
  readonly ended: Holdings & OpenFiles;
  /** Timers of the program that were left after it had stopped. */
  readonly timersLeft: number;
  /** Resident memory at each report, megabytes (10^6 bytes), oldest first. */
  readonly rssMb: readonly number[];
  readonly visits: number;
  readonly messages: number;
}

const CHILD = "tests/soak/child.ts";
const ASTERISK = "tests/soak/asterisk.ts";
const MEMORY_DISK = "/dev/shm";
const VIEWERS = 20;
const SEED = 7;
const PAGE_BYTES = 4_096;

/** How long a viewer stays and stays away, simulated seconds; at least so long, and at most. */
const STAY_SEC = [30, 900] as const;
const AWAY_SEC = [5, 120] as const;

/**
 * Runs the program, as operators get it, through `minutes` of virtual time, with the simulator beside it; `progress` takes each report. With `quick` it is
 * not compiled first, and takes more memory. `speed`: at most so many times as quick as real time.
 */
export async function soak(
  minutes: number,
  progress: (report: Report) => void = () => {},
  quick = false,
  speed = Infinity,
): Promise<SoakResult> {
  const directory = await Deno.makeTempDir({ prefix: "nexus-soak-" });
  // A day's writes in minutes are more than a disk takes; how the program stands a slow disk is tested elsewhere.
  const dataDir = await Deno.makeTempDir({ prefix: "nexus-soak-", dir: MEMORY_DISK });
  const { command, args } = quick ? await bundled(directory) : await buildProgram(directory, CHILD);
  const [told, heard] = await pipes(directory);
  const ending = new AbortController();
  const asterisk = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", ASTERISK, told, heard],
    signal: ending.signal,
    stdin: "null",
    stderr: "inherit",
  }).spawn();
  const child = new Deno.Command(command, {
    args: [...args, String(minutes), dataDir, told, heard, String(speed)],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const course = new Course(child.pid);
  try {
    for await (const report of reports(child.stdout)) {
      progress(report);
      await course.take(report);
    }
    const { code } = await child.status;
    if (code !== 0) throw new Error(`run the program, it ended with: ${code}`);
    return course.result();
  } finally {
    await course.everybodyLeaves();
    await child.status;
    ending.abort();
    await asterisk.status;
    for (const made of [directory, dataDir]) await Deno.remove(made, { recursive: true });
  }
}

/** Two ways between the program and the simulator: what the program tells, and what it hears. */
async function pipes(directory: string): Promise<readonly [string, string]> {
  const [told, heard] = [`${directory}/told`, `${directory}/heard`];
  const { success } = await new Deno.Command("mkfifo", { args: [told, heard] }).output();
  if (!success) throw new Error(`make pipes, mkfifo failed: ${directory}`);
  return [told, heard];
}

async function bundled(directory: string) {
  const bundle = `${directory}/soak.js`;
  await bundleNexus(bundle, CHILD);
  return { command: Deno.execPath(), args: ["run", "-A", "--no-config", V8_FLAGS, bundle] };
}

async function* reports(stdout: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncIterable<Report> {
  let text = "";
  for await (const part of stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (text + part).split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}

/** One place among the viewers: somebody is there or nobody, until a moment of simulated time. */
interface Seat {
  viewer: Viewer | null;
  untilSec: number;
}

/** Follows the child's reports and lets viewers come and go by its time. */
class Course {
  readonly #clock = new VirtualClock(0, SEED);
  readonly #seats: Seat[] = Array.from(
    { length: VIEWERS },
    (_, seat) => ({ viewer: null, untilSec: seat * 5 }),
  );
  readonly #rssMb: number[] = [];
  #url = "";
  #begun: SoakResult["begun"] | null = null;
  #ended: SoakResult["ended"] | null = null;
  #timersLeft = 0;
  #visits = 0;
  #messages = 0;

  constructor(private readonly pid: number) {}

  async take(report: Report): Promise<void> {
    switch (report.is) {
      case "listening":
        this.#url = report.url;
        return await (await visit(this.#url, "sse")).leave();
      case "begun":
        this.#begun = { ...report.holds, files: this.#openFiles() };
        return;
      case "at":
        this.#rssMb.push(this.#residentMb());
        await Promise.all(this.#seats.map((seat) => this.#move(seat, report.sec)));
        return;
      case "leaving":
        return await this.everybodyLeaves();
      case "rested":
        this.#ended = { ...report.holds, files: this.#openFiles() };
        return;
      case "stopped":
        this.#timersLeft = report.timersLeft;
    }
  }

  async everybodyLeaves(): Promise<void> {
    await Promise.all(this.#seats.map((seat) => this.#leave(seat)));
  }

  result(): SoakResult {
    if (!this.#begun || !this.#ended) throw new Error("read the soak, the program ended before its end");
    return {
      begun: this.#begun,
      ended: this.#ended,
      timersLeft: this.#timersLeft,
      rssMb: this.#rssMb,
      visits: this.#visits,
      messages: this.#messages,
    };
  }

  #openFiles(): number {
    return [...Deno.readDirSync(`/proc/${this.pid}/fd`)].length;
  }

  #residentMb(): number {
    return Number(Deno.readTextFileSync(`/proc/${this.pid}/statm`).split(" ")[1]) * PAGE_BYTES / 1e6;
  }

  async #move(seat: Seat, sec: number): Promise<void> {
    if (sec < seat.untilSec) return;
    if (seat.viewer) {
      seat.untilSec = sec + this.#between(AWAY_SEC);
      return await this.#leave(seat);
    }
    seat.untilSec = sec + this.#between(STAY_SEC);
    this.#visits++;
    seat.viewer = await visit(this.#url, this.#visits % 2 === 0 ? "sse" : "ws");
  }

  async #leave(seat: Seat): Promise<void> {
    const { viewer } = seat;
    seat.viewer = null;
    if (!viewer) return;
    this.#messages += viewer.messages;
    await viewer.leave();
  }

  #between([least, most]: readonly [number, number]): number {
    return least + this.#clock.random() * (most - least);
  }
}
