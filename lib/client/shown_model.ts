import type { DashboardModel } from "./model.ts";
import type { DashboardViewOptions } from "./view_url.ts";

/**
 * The part of a model that a view shows: the nodes of its servers, what was heard on them, and of the servers those that
 * concern it. A view of everything shows the model itself.
 */
export function shownModel(model: DashboardModel, view: DashboardViewOptions): DashboardModel {
  if (view.servers.length > 0) return ofServers(model, view.servers);
  if (view.nodes.length === 0 || model.nodes.size === 0) return model;
  const concerned = new Set([...model.nodes.values()].map((node) => node.view.server));
  return { ...model, servers: only(model.servers, (name) => concerned.has(name)) };
}

function ofServers(model: DashboardModel, names: readonly string[]): DashboardModel {
  const nodes = only(model.nodes, (_, node) => names.includes(node.view.server));
  return {
    ...model,
    nodes,
    servers: only(model.servers, (name) => names.includes(name)),
    talkers: model.talkers.filter((event) => nodes.has(event.local_node)),
    top: only(model.top, (_, entry) => nodes.has(entry.localNode)),
  };
}

function only<T>(map: ReadonlyMap<string, T>, isShown: (key: string, value: T) => boolean) {
  return new Map([...map].filter(([key, value]) => isShown(key, value)));
}
