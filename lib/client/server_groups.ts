import type { DashboardModel, NodeModel } from "./model.ts";

/** One server and its nodes, as they are grouped. */
export interface ServerGroup {
  readonly server: string;
  readonly nodes: readonly NodeModel[];
}

/** The nodes by their servers, in the order of both; servers without a node are groups too. */
export function serverGroups({ servers, nodes }: DashboardModel): readonly ServerGroup[] {
  const groups = new Map<string, NodeModel[]>([...servers.keys()].map((server) => [server, []]));
  for (const node of nodes.values()) {
    const group = groups.get(node.view.server);
    if (group) group.push(node);
    else groups.set(node.view.server, [node]);
  }
  return [...groups].map(([server, members]) => ({ server, nodes: members }));
}
