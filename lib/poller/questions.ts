import { type AmiActions, AmiError, type AmiReply } from "../ami/mod.ts";
import type { KeyingAnswer, PollAnswer } from "../nodes/mod.ts";
import {
  type FlagsPolarity,
  parseRptStat,
  parseSawStat,
  parseXStat,
  type RptStat,
  type SawStat,
} from "../rpt/mod.ts";

/** Asterisk answered, but would not tell: app_rpt does not know the node, or is not there. */
export class RefusedError extends AmiError {}

/**
 * Asks one node's XStat and SawStat together. A refused or lost SawStat costs only the ages it would have told.
 * `polarity` is read when the answer came: how this app_rpt prints its flags may have been found out meanwhile.
 * Errors: rejects with `AmiError` when XStat was not answered with success, for another node, or not as a whole.
 */
export async function askNode(
  ami: AmiActions,
  nodeId: string,
  askedAtMs: number,
  polarity: () => FlagsPolarity = () => "unknown",
): Promise<PollAnswer> {
  const question = (command: string) => ami.action("RptStatus", [["Command", command], ["Node", nodeId]]);
  const [xstatReply, sawStatReply] = await Promise.allSettled([question("XStat"), question("SawStat")]);
  const sawStat = sawStatReply.status === "fulfilled" && sawStatReply.value.ok
    ? parseSawStat(sawStatReply.value.frame)
    : null;
  if (xstatReply.status === "rejected") throw xstatReply.reason;
  const { frame } = successful(xstatReply.value, "XStat", nodeId);
  const xstat = parseXStat(frame, namesIn(sawStat), polarity());
  if (xstat.node !== nodeId) {
    throw new AmiError("protocol", `drop XStat answer, it is for another node than ${nodeId}: ${xstat.node}`);
  }
  if (frame.get("LinkedNodes") === undefined) {
    throw new AmiError("protocol", `drop XStat answer of ${nodeId}, it was cut off: LinkedNodes is missing`);
  }
  return { askedAtMs, xstat, sawStat: sawStat?.node === nodeId ? sawStat : null };
}

/**
 * Asks one node's SawStat alone: who is keyed, at half of what a whole poll costs.
 * Errors: rejects with `AmiError` when it was not answered with success, or for another node.
 */
export async function askKeying(ami: AmiActions, nodeId: string, askedAtMs: number): Promise<KeyingAnswer> {
  const reply = await ami.action("RptStatus", [["Command", "SawStat"], ["Node", nodeId]]);
  const sawStat = parseSawStat(successful(reply, "SawStat", nodeId).frame);
  if (sawStat.node !== nodeId) {
    throw new AmiError(
      "protocol",
      `drop SawStat answer, it is for another node than ${nodeId}: ${sawStat.node}`,
    );
  }
  return { node: nodeId, askedAtMs, sawStat };
}

/** Asks which nodes are local. Errors: rejects with `AmiError` when app_rpt is not loaded or does not answer. */
export async function discoverNodes(ami: AmiActions): Promise<RptStat> {
  const reply = await ami.action("RptStatus", [["Command", "RptStat"]]);
  return parseRptStat(successful(reply, "RptStat", "all nodes").frame);
}

function successful(reply: AmiReply, command: string, about: string): AmiReply {
  if (!reply.ok) {
    throw new RefusedError("protocol", `read ${command} of ${about}, Asterisk refused: ${reply.message}`);
  }
  return reply;
}

function namesIn(sawStat: SawStat | null): readonly string[] {
  return sawStat?.rows.map((row) => row.name) ?? [];
}
