import { linkedNodesText, reachableNodes } from "../world/lists.ts";
import { APP_RPT_VERSION, type Asterisk, ASTERISK_VERSION } from "./asterisk.ts";
import { runRptCommand, runRptFunction } from "./cli_rpt_cmd.ts";
import { statisticsLines } from "./node_statistics.ts";
import type { ActionHandler } from "./request.ts";
import { EVENT_CLASSES } from "./classes.ts";
import { connRow } from "./rpt_status.ts";
import { inWords, withMilliseconds } from "./times.ts";

/** What a CLI command prints. `ok` says little: Asterisk answers Success to nearly everything. */
export interface CliOutput {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

interface CliCommand {
  readonly words: readonly string[];
  run(asterisk: Asterisk, args: readonly string[]): CliOutput;
}

const COMMANDS: readonly CliCommand[] = [
  { words: ["core", "show", "uptime"], run: uptime },
  {
    words: ["core", "show", "version"],
    run: () =>
      printed([`Asterisk ${ASTERISK_VERSION} built by nobody @ simulator on a computer running in thought`]),
  },
  { words: ["rpt", "show", "version"], run: () => printed([`app_rpt version: ${APP_RPT_VERSION}`]) },
  { words: ["rpt", "stats"], run: (asterisk, args) => ofNode(asterisk, args, STATS_USAGE, statistics) },
  { words: ["rpt", "lstats"], run: (asterisk, args) => ofNode(asterisk, args, LSTATS_USAGE, linkStatistics) },
  { words: ["rpt", "nodes"], run: (asterisk, args) => ofNode(asterisk, args, NODES_USAGE, connectedNodes) },
  { words: ["rpt", "localnodes"], run: localNodes },
  { words: ["rpt", "cmd"], run: runRptCommand },
  { words: ["rpt", "fun"], run: runRptFunction },
];

const STATS_USAGE = ["Usage: rpt stats <nodename>", "\tDumps node statistics to console"];
const LSTATS_USAGE = ["Usage: rpt lstats <nodename>", "\tDumps link statistics to console"];
const NODES_USAGE = [
  "Usage: rpt nodes <nodename>",
  "\tDumps a list of directly and indirectly connected nodes to the console",
];

/** `Command`: a line for Asterisk's own command line. */
export const command: ActionHandler = {
  name: "Command",
  synopsis: "Execute Asterisk CLI Command.",
  privilege: "command,all",
  classes: EVENT_CLASSES.command,
  run(request) {
    const line = request.header("Command");
    if (line === "") return request.fail("No command provided");
    const { ok, lines } = runCli(request.asterisk, line);
    request.respond(ok ? "Success" : "Error", [
      ["Message", "Command output follows"],
      ...(lines.length > 0 ? lines : [""]).map((text) => ["Output", text] as const),
    ]);
  },
};

/** Runs a line of the command line. */
export function runCli(asterisk: Asterisk, line: string): CliOutput {
  const words = line.trim().split(/\s+/);
  const found = COMMANDS.find((known) => known.words.every((word, index) => words[index] === word));
  if (found) return found.run(asterisk, words.slice(found.words.length));
  const start = words.slice(0, 2).join(" ");
  return refused([`No such command '${line}' (type 'core show help ${start}' for other possible commands)`]);
}

/** Output with `Response: Success`. */
export function printed(lines: readonly string[]): CliOutput {
  return { ok: true, lines };
}

/** Output with `Response: Error`: a usage, or an unknown command. */
export function refused(lines: readonly string[]): CliOutput {
  return { ok: false, lines };
}

function uptime({ uptimeSec }: Asterisk, [unit]: readonly string[]): CliOutput {
  const text = unit === "seconds" ? String(uptimeSec) : inWords(uptimeSec);
  return printed([`System uptime: ${text}`, `Last reload: ${text}`]);
}

function localNodes({ world }: Asterisk): CliOutput {
  return printed([" ".repeat(25), "Node", "----", ...world.nodes.map(({ spec }) => spec.id), ""]);
}

function ofNode(
  asterisk: Asterisk,
  args: readonly string[],
  usage: readonly string[],
  print: (asterisk: Asterisk, id: string) => readonly string[],
): CliOutput {
  const [id] = args;
  if (id === undefined || args.length > 1) return refused(usage);
  return printed(print(asterisk, id));
}

function statistics(asterisk: Asterisk, id: string): readonly string[] {
  const node = asterisk.world.node(id);
  return node ? statisticsLines(node, asterisk) : [];
}

function linkStatistics({ world }: Asterisk, id: string): readonly string[] {
  const node = world.node(id);
  if (!node) return [];
  const rows = node.links.map((link) => {
    return connRow(link, withMilliseconds(world.nowMs - link.state.sinceMs)).trimEnd();
  });
  return [
    "NODE      PEER                RECONNECTS  DIRECTION  CONNECT TIME        CONNECT STATE",
    "----      ----                ----------  ---------  ------------        -------------",
    ...rows,
  ];
}

function connectedNodes({ world }: Asterisk, id: string): readonly string[] {
  const node = world.node(id);
  if (!node) return [];
  const title = "************************* CONNECTED NODES *************************";
  return ["", title, "", linkedNodesText(reachableNodes(node)), ""];
}
