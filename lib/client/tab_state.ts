import type { DashboardModel } from "./model.ts";
import { isFrozen, type NexusState } from "./presence.ts";

/** What the tab of the page says at a glance. */
export type TabState = "idle" | "receiving" | "transmitting" | "offline";

/** Tells what the tab shows: the transmitters first, then anybody who is heard; what is stale counts for nothing. */
export function tabState(model: DashboardModel, nexus: NexusState): TabState {
  if (isFrozen(nexus)) return "offline";
  const nodes = [...model.nodes.values()].filter((node) => !node.view.stale);
  if (model.nodes.size > 0 && nodes.length === 0) return "offline";
  if (nodes.some((node) => node.view.txKeyed)) return "transmitting";
  const heard = nodes.some(({ view, links }) =>
    view.rxKeyed || [...links.values()].some((link) => link.keyedSinceMs !== null)
  );
  return heard ? "receiving" : "idle";
}

const PREFIXES: Readonly<Record<TabState, string>> = {
  idle: "",
  receiving: "\u25bc RX \u00b7 ",
  transmitting: "\u25b2 TX \u00b7 ",
  offline: "\u2715 Offline \u00b7 ",
};

/** The title of the page with what goes on before it; a title that has such words already gets the new ones. */
export function tabTitle(title: string, state: TabState): string {
  const before = Object.values(PREFIXES).find((prefix) => prefix !== "" && title.startsWith(prefix)) ?? "";
  return PREFIXES[state] + title.slice(before.length);
}

/** The icon for a state, as a path of `static/`. */
export function tabIcon(state: TabState): string {
  return state === "idle" ? "/icon.svg" : `/icon-${state}.svg`;
}
