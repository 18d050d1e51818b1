/** Runs the server as a process of its own, in an empty directory, and reads what the kernel says of it. */

import { buildProgram, type Program } from "../tests/binary/program.ts";

/** A running server. */
export interface Child {
  readonly url: string;
  readonly pid: number;
  /** Seconds of processor time used so far, user and system. */
  cpuSeconds(): number;
  /** Resident memory, megabytes (10^6 bytes). */
  rssMb(): number;
  stop(): Promise<void>;
}

/** Kernel clock ticks a second: 100 on every Linux that Deno runs on (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;

/** What to run and where. */
export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

let program: Promise<Program> | null = null;

/** The program as operators get it, with these arguments; made once. */
export async function compiled(...args: string[]): Promise<ChildOptions> {
  program ??= buildOnce();
  const { command, args: before } = await program;
  return { command, args: [...before, ...args] };
}

async function buildOnce(): Promise<Program> {
  const directory = await Deno.makeTempDir({ prefix: "nexus-bench-program-" });
  globalThis.addEventListener("unload", () => Deno.removeSync(directory, { recursive: true }));
  return await buildProgram(directory);
}

/** Starts the server on a free port and waits until it says where it listens. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const cwd = await Deno.makeTempDir({ prefix: "nexus-bench-" });
  const process = new Deno.Command(options.command, {
    args: [...options.args, "--port", "0"],
    cwd,
    env: { LOG_FORMAT: "text", ...options.env },
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lines = process.stderr.pipeThrough(new TextDecoderStream()).getReader();
  const url = await listeningUrl(lines);
  const drained = drain(lines);
  return {
    url,
    pid: process.pid,
    cpuSeconds: () => cpuSeconds(process.pid),
    rssMb: () => rssMb(process.pid),
    async stop() {
      process.kill("SIGTERM");
      await process.status;
      await drained;
      await Deno.remove(cwd, { recursive: true });
    },
  };
}

async function listeningUrl(lines: ReadableStreamDefaultReader<string>): Promise<string> {
  let text = "";
  for (;;) {
    const { value, done } = await lines.read();
    if (done) throw new Error(`start server, it ended before it listened: ${text.trim()}`);
    text += value;
    const found = text.match(/listening on (https?:\/\/[^\s"]+)/);
    if (found?.[1]) return found[1];
  }
}

async function drain(lines: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await lines.read()).done);
}

function cpuSeconds(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function rssMb(pid: number): number {
  const pages = Number(Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ")[1]);
  return pages * PAGE_BYTES / 1e6;
}

/** Waits in real time, which is what these measurements are about. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
