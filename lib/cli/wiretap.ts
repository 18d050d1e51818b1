import { type Capture, openCapture, Playback } from "../wiretap/mod.ts";
import { parseCommandArgs } from "./args.ts";
import { type CliIo, EXIT, UsageError } from "./io.ts";
import { type ReplayChoice, replayPrinter, type ReplayView } from "./replay_lines.ts";
import { CAPTURE_USAGE, wiretapCapture } from "./wiretap_capture.ts";
import { SANITIZE_USAGE, wiretapSanitize } from "./wiretap_sanitize.ts";

const USAGE = "usage: nexus wiretap replay FILE... [--only frames|nodes|calls] [--node NODE]";

/** The default of `unkey_grace_ms`: a replay shows what a server without configuration would. */
const UNKEY_GRACE_MS = 500;

/** Lines are written in pieces of about this size, so that a capture of hundreds of megabytes needs no more. */
const WRITE_CHARS = 64 * 1024;

/**
 * `nexus wiretap replay FILE...`: plays captures one after another, each from nothing, and prints what happened in
 * them as NDJSON. Errors: throws `UsageError` for a wrong call, `Error` for a file that cannot be read or is no capture.
 */
export async function wiretap(args: readonly string[], io: CliIo): Promise<number> {
  const [command, ...rest] = args;
  switch (command) {
    case "replay":
      return await replay(rest, io);
    case "sanitize":
      return await wiretapSanitize(rest, io);
    case "capture":
      return await wiretapCapture(rest, io);
    case "help":
    case "--help":
    case "-h":
      await io.stdout(`${[CAPTURE_USAGE, SANITIZE_USAGE, USAGE].join("\n")}\n`);
      return EXIT.ok;
  }
  const reason = command === undefined ? "no command given" : `no such command: ${command}`;
  throw new UsageError(`run wiretap, ${reason}`, USAGE);
}

async function replay(args: readonly string[], io: CliIo): Promise<number> {
  const options = { only: { type: "string" }, node: { type: "string" } } as const;
  const { values, positionals } = parseCommandArgs(args, options, USAGE, true);
  const choice = { view: viewOf(values.only), node: nodeOf(values.node) };
  if (positionals.length === 0) throw new UsageError("replay captures, no file given", USAGE);
  for (const path of positionals) await replayFile(await openCapture(path), choice, io);
  return EXIT.ok;
}

function viewOf(only: string | undefined): ReplayView {
  switch (only) {
    case undefined:
      return "all";
    case "frames":
    case "nodes":
    case "calls":
      return only;
    case "pbx":
      throw new UsageError(
        `replay captures, this version replays frames, nodes and calls, not yet: ${only}`,
        USAGE,
      );
    default:
      throw new UsageError(`replay captures, --only takes frames, nodes or calls, not: ${only}`, USAGE);
  }
}

function nodeOf(node: string | undefined): string | undefined {
  if (node === undefined || /^[0-9A-Za-z-]{1,20}$/.test(node)) return node;
  throw new UsageError(`replay captures, --node takes one node number, not: ${JSON.stringify(node)}`, USAGE);
}

async function replayFile(capture: Capture, choice: ReplayChoice, io: CliIo): Promise<void> {
  const { timed } = capture;
  const printer = replayPrinter(choice, { timed, unkeyGraceMs: UNKEY_GRACE_MS });
  const playback = new Playback(capture);
  let text = "";
  for await (const batch of playback.run()) {
    for (const played of batch) text += printer.take(played);
    if (text.length < WRITE_CHARS) continue;
    await io.stdout(text);
    text = "";
  }
  text += printer.end();
  if (text !== "") await io.stdout(text);
  report(capture, playback, io);
}

/** What was left out is told; a file of which nothing could be read is no capture. */
function report(capture: Capture, playback: Playback, io: CliIo): void {
  const { path, badLines } = capture;
  const { frames, droppedFrames } = playback.counters;
  if (frames === 0) throw new Error(`replay capture, no frame found in it: ${path}`);
  if (badLines.count > 0) {
    io.stderr(
      `nexus: replay capture, ${badLines.count} lines are no records, first ${badLines.first}: ${path}`,
    );
  }
  if (droppedFrames > 0) {
    io.stderr(`nexus: replay capture, ${droppedFrames} frames over the size limit left out: ${path}`);
  }
}
