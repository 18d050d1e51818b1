import type { AmiActionHeader } from "../../ami/mod.ts";
import { votedReceiver, type VoterPlan, voterReceivers, type VoterReceiverState } from "../world/voter.ts";
import type { ActionHandler, Request } from "./request.ts";

/**
 * `VoterStatus`: every voter, or those of a comma list of nodes, each with a `Response` of its own and without an empty line
 * between. Where there is none, the answer is the empty line alone.
 */
export const voterStatus: ActionHandler = {
  name: "VoterStatus",
  synopsis: "Return Voter instance(s) status",
  privilege: "<none>",
  classes: 0,
  isThere: ({ scenario }) => scenario.voters !== undefined,
  run(request) {
    const wanted = request.header("Node");
    const plans = (request.asterisk.scenario.voters ?? []).filter(({ node }) =>
      wanted === "" || wanted.split(",").includes(node)
    );
    const text = plans.flatMap((plan) => voterHeaders(plan, request)).map(([name, value]) =>
      `${name}: ${value}\r\n`
    );
    request.text(`${text.join("")}\r\n`);
  },
};

function voterHeaders(plan: VoterPlan, request: Request): readonly AmiActionHeader[] {
  const { world, release } = request.asterisk;
  const node = world.node(plan.node);
  const receivers = voterReceivers(plan, node ?? { rxKeyed: false, keyups: 0 }, world.nowMs);
  const voted = votedReceiver(receivers);
  const actionId = request.header("ActionID");
  const start: AmiActionHeader[] = [["Response", "Success"]];
  if (actionId !== "") start.push(["ActionID", actionId]);
  return [
    ...release.idFirst ? start.reverse() : start,
    ["Node", plan.node],
    ...voted ? [["Voted", voted.plan.name] as const] : [],
    ...receivers.flatMap(receiverHeaders),
  ];
}

function receiverHeaders({ plan, connected, rssi }: VoterReceiverState): readonly AmiActionHeader[] {
  const marks = [
    plan.mix ? " Mix" : "",
    plan.master ? " Master" : "",
    plan.master && connected ? " ActiveMaster" : "",
    connected ? "" : " Inactive",
  ];
  return [["Client", plan.name + marks.join("")], ["IP", plan.peer], ["RSSI", String(rssi)]];
}
