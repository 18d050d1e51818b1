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

const ICONS: Readonly<Record<TabState, string | null>> = {
  idle: null,
  receiving: picture("#0b5a2f", '<path d="M16 26 5.5 9h21z" fill="#8ff0b8"/>'),
  transmitting: picture("#9c1f13", '<path d="M16 6 5.5 23h21z" fill="#ffd3cc"/>'),
  offline: picture(
    "#5a6570",
    '<path d="M9 9l14 14M23 9 9 23" stroke="#fff" stroke-width="4" stroke-linecap="round"/>',
  ),
};

/** The address of the icon for a state, which holds the picture: nothing is asked of a server that may be away. `null`: the page's own. */
export function tabIcon(state: TabState): string | null {
  return ICONS[state];
}

function picture(ground: string, drawing: string): string {
  return "data:image/svg+xml," + encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${ground}"/>${drawing}</svg>`,
  );
}
