import type { AmiActionHeader } from "../../ami/mod.ts";
import { linkedNodesText, reachableNodes } from "../world/lists.ts";
import type { LinkView } from "../world/types.ts";
import type { LocalNode } from "../world/node.ts";
import type { ActionHandler, Request } from "./request.ts";
import { nodeStatistics, stateFlags } from "./node_statistics.ts";
import { hoursMinutesSeconds } from "./times.ts";

type NodeCommand = (node: LocalNode, request: Request) => readonly AmiActionHeader[];

const NODE_COMMANDS: ReadonlyMap<string, NodeCommand> = new Map([
  ["NodeStat", (node, { asterisk }) => nodeStatistics(node, asterisk)],
  ["XStat", xStat],
  ["SawStat", sawStat],
]);

/** `RptStatus`: what app_rpt knows. Its commands are case-sensitive. */
export const rptStatus: ActionHandler = {
  name: "RptStatus",
  synopsis: "Return Rpt Status for CGI",
  privilege: "<none>",
  classes: 0,
  run(request) {
    const command = request.header("Command");
    if (command === "") return fail(request, "RptStatus missing command");
    if (command === "RptStat") return rptStat(request);
    const answer = NODE_COMMANDS.get(command);
    if (!answer) return fail(request, "RptStatus unknown command");
    const node = request.asterisk.world.node(request.header("Node"));
    if (!node) return fail(request, "RptStatus unknown or missing node");
    request.respondOfRpt("Success", answer(node, request));
  },
};

/** `RptLocalNodes`: XML with neither `Response` nor `ActionID`, so that whoever waits for those waits for ever. */
export const rptLocalNodes: ActionHandler = {
  name: "RptLocalNodes",
  synopsis: "List local node numbers",
  privilege: "<none>",
  classes: 0,
  run(request) {
    const nodes = request.asterisk.world.nodes.map(({ spec }) => `  <node>${spec.id}</node>\r\n`).join("");
    request.text(`<?xml version="1.0"?>\r\n<nodes>\r\n${nodes}</nodes>\r\n\r\n`);
  },
};

/** A `Conn:` row of XStat, a row of `rpt lstats`: fixed width, so a name of ten characters touches the address. */
export function connRow(link: LinkView, connectTime: string): string {
  const name = link.name.padEnd(10);
  const peer = (hasChannel(link) ? link.peer : "(none)").padEnd(20);
  const reconnects = String(link.reconnects).padEnd(12);
  return name + peer + reconnects + link.direction.padEnd(11) + connectTime.padEnd(20) +
    stateWord(link).padEnd(20);
}

function fail(request: Request, message: string): void {
  request.respondOfRpt("Error", [["Message", message]]);
}

function rptStat(request: Request): void {
  const { world, uptimeSec } = request.asterisk;
  request.respondOfRpt("Success", [
    ["Nodes", world.nodes.map(({ spec }) => spec.id).join(",")],
    ["RptUptime", hoursMinutesSeconds(uptimeSec)],
  ]);
}

function xStat(node: LocalNode, { asterisk }: Request): readonly AmiActionHeader[] {
  const nowMs = asterisk.world.nowMs;
  return [
    ["Node", node.spec.id],
    ...node.links.map((link): AmiActionHeader => {
      const connectTime = hoursMinutesSeconds(wholeSeconds(nowMs - link.state.sinceMs));
      return ["Conn", connRow(link, connectTime)];
    }),
    ["LinkedNodes", linkedNodesText(reachableNodes(node))],
    ...node.variables().map(([name, value]): AmiActionHeader => ["Var", `${name}=${value}`]),
    ...stateFlags(node, asterisk),
  ];
}

function sawStat(node: LocalNode, { asterisk }: Request): readonly AmiActionHeader[] {
  const nowMs = asterisk.world.nowMs;
  // app_rpt subtracts whole seconds of the clock, so an age steps when the clock's second does (as recorded).
  const second = (atMs: number) => Math.floor(atMs / 1_000);
  const age = (sinceMs: number | null) => sinceMs === null ? -1 : second(nowMs) - second(sinceMs);
  const rows = node.links.map((link): AmiActionHeader => {
    const keyed = link.marked ? 1 : 0;
    return ["Conn", `${link.name} ${keyed} ${age(link.keyStartMs)} ${age(link.keyEndMs)}`];
  });
  return [["Node", node.spec.id], ...rows.reverse()];
}

function hasChannel(link: LinkView): boolean {
  return link.state.is !== "lost" && link.state.is !== "lingering";
}

function stateWord(link: LinkView): string {
  return link.state.is === "established" || link.state.is === "lingering" ? "ESTABLISHED" : "CONNECTING";
}

function wholeSeconds(durationMs: number): number {
  return Math.max(0, Math.floor(durationMs / 1000));
}
