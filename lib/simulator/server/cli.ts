import { linkedNodesText, reachableNodes } from "../world/lists.ts";
import type { Asterisk } from "./asterisk.ts";
import { getEchoLinkEntry } from "./cli_echolink.ts";
import { showManagerUser } from "./cli_manager.ts";
import { runRptCommand, runRptFunction } from "./cli_rpt_cmd.ts";
import { statisticsLines } from "./node_statistics.ts";
import type { ActionHandler, Request } from "./request.ts";
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
  /** Whether this Asterisk has it; absent: every one has. */
  isThere?(asterisk: Asterisk): boolean;
  run(asterisk: Asterisk, args: readonly string[]): CliOutput;
}

const COMMANDS: readonly CliCommand[] = [
  { words: ["core", "show", "uptime"], run: uptime },
  {
    words: ["core", "show", "version"],
    run: ({ release }) => {
      const builtBy = "built by nobody @ simulator on a computer running in thought";
      return printed([`Asterisk ${release.asteriskVersion} ${builtBy}`]);
    },
  },
  {
    words: ["echolink", "dbget"],
    isThere: ({ scenario }) => scenario.echolink !== undefined,
    run: getEchoLinkEntry,
  },
  { words: ["manager", "show", "user"], run: showManagerUser },
  {
    words: ["rpt", "show", "version"],
    isThere: ({ release }) => release.rptVersion !== null,
    run: ({ release }) => printed([`app_rpt version: ${release.rptVersion}`]),
  },
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
    if (request.asterisk.release.commandStyle === "follows") return follows(request, lines);
    request.respond(ok ? "Success" : "Error", [
      ["Message", "Command output follows"],
      ...(lines.length > 0 ? lines : [""]).map((text) => ["Output", text] as const),
    ]);
  },
};

/** As Asterisk before 14 answers a command, whether it went well or not. */
function follows(request: Request, lines: readonly string[]): void {
  const actionId = request.header("ActionID");
  const id = actionId === "" ? "" : `ActionID: ${actionId}\r\n`;
  const output = lines.map((line) => `${line}\n`).join("");
  request.text(`Response: Follows\r\nPrivilege: Command\r\n${id}${output}--END COMMAND--\r\n\r\n`);
}

/** Runs a line of the command line. */
export function runCli(asterisk: Asterisk, line: string): CliOutput {
  const words = line.trim().split(/\s+/);
  const found = COMMANDS.find((known) =>
    known.words.every((word, index) => words[index] === word) && known.isThere?.(asterisk) !== false
  );
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
