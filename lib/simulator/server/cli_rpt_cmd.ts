import type { LinkMode } from "../world/types.ts";
import type { LocalNode } from "../world/node.ts";
import { outcomeOf } from "../scenario/types.ts";
import type { Asterisk } from "./asterisk.ts";
import { type CliOutput, printed, refused } from "./cli.ts";

const USAGE = [
  "Usage: rpt cmd <nodename> <cmd-name> <cmd-index> <cmd-args>",
  "\tSend a command to a node.",
  "\ti.e. rpt cmd 2000 ilink 3 2001",
  "\t     rpt cmd 2000 localplay rpt/goodafternoon",
  "\t     rpt cmd 2000 status 12",
];

const FUNCTION_USAGE = ["Usage: rpt fun <nodename> <command>", "\tSend a DTMF function to a node."];

/** Actions that app_rpt has and the simulator does nothing for. */
const SILENT_ACTIONS: ReadonlySet<string> = new Set([
  "cop",
  "status",
  "localplay",
  "playback",
  "autopatchdn",
]);

/** `ilink` functions that connect, by number; 12, 13 and 18 are the permanent ones. */
const CONNECT_MODES: ReadonlyMap<string, LinkMode> = new Map([
  ["2", "R"],
  ["3", "T"],
  ["8", "L"],
  ["12", "R"],
  ["13", "T"],
  ["18", "L"],
]);
const PERMANENT: ReadonlySet<string> = new Set(["12", "13", "18"]);
const DISCONNECT_TEMPORARY = "1";
const DISCONNECT = "11";
const DISCONNECT_ALL = "6";
const RECONNECT = "16";

/** What digits mean in the default configuration: a star, a function, a node. */
const DIALLED_REGEXP = /^\*(?:([123])(\d{3,7})|8(06|11|12|13|16|18)(\d*))$/;

/** What it begins with, and what is counted without it. */
const STAR = "*";

/** `rpt cmd <node> ilink <function> <other node>`. */
export function runRptCommand(asterisk: Asterisk, args: readonly string[]): CliOutput {
  const [id, action, index, target] = args;
  if (id === undefined || action === undefined || index === undefined || target === undefined) {
    return refused(USAGE);
  }
  const node = asterisk.world.node(id);
  if (!node) return printed([`Unknown node number ${id}.`]);
  if (SILENT_ACTIONS.has(action)) return printed([]);
  if (action !== "ilink") return printed([`Unknown action name ${action}.`]);
  node.order(() => link(asterisk, node, index, target)); // dropped when it is too soon, and Success all the same
  return printed([]);
}

/** `rpt fun <node> <digits>`: as if dialled on the radio. Says nothing, whatever comes of it. */
export function runRptFunction(asterisk: Asterisk, args: readonly string[]): CliOutput {
  const [id, digits, ...more] = args;
  if (id === undefined || digits === undefined || more.length > 0) return refused(FUNCTION_USAGE);
  const node = asterisk.world.node(id);
  const [, short, shortTarget, long, longTarget] = DIALLED_REGEXP.exec(digits) ?? [];
  const index = short ?? long?.replace(/^0/, "");
  asterisk.world.dial(id, digits, () => {
    if (!node || index === undefined) return;
    node.dialled(digits.replace(STAR, ""));
    link(asterisk, node, index, shortTarget ?? longTarget ?? "");
  });
  return printed([]);
}

function link(asterisk: Asterisk, node: LocalNode, index: string, target: string): void {
  const { world } = asterisk;
  const { id } = node.spec;
  const mode = CONNECT_MODES.get(index);
  if (mode !== undefined) return connect(asterisk, node, mode, target, PERMANENT.has(index));
  if (index === DISCONNECT) return void world.disconnect(id, target);
  if (index === DISCONNECT_TEMPORARY && node.find(target)?.permanent === false) {
    return void world.disconnect(id, target);
  }
  if (index === DISCONNECT_ALL) return disconnectAll(asterisk, node);
  if (index === RECONNECT) return reconnect(asterisk, node);
}

/** Permanent ones too, but no clients, whose names begin with a letter; what had a number is kept in mind. */
function disconnectAll({ world }: Asterisk, node: LocalNode): void {
  const links = node.links.filter(({ name }) => /^[1-9]/.test(name));
  node.dropped = links.map(({ name, mode, permanent }) => ({ name, mode, permanent }));
  for (const { name } of [...links].reverse()) world.disconnect(node.spec.id, name);
}

function reconnect(asterisk: Asterisk, node: LocalNode): void {
  for (const { name, mode, permanent } of node.dropped) connect(asterisk, node, mode, name, permanent);
}

function connect(
  { world, scenario }: Asterisk,
  node: LocalNode,
  mode: LinkMode,
  name: string,
  permanent: boolean,
): void {
  const { id } = node.spec;
  const existing = node.find(name);
  if (existing) {
    if (existing.mode !== mode) world.changeMode(id, name, mode);
    return;
  }
  const entry = scenario.directory.get(name);
  if (!entry || name === id) return; // in no list: nothing happens, nothing is told
  const spec = { name, mode, direction: "OUT", peer: entry.peer, permanent } as const;
  world.call(id, spec, outcomeOf(entry));
}
