import { browserClock, calmFrames } from "./browser.ts";
import type { TimelineEnvironment, TimelineFeed } from "./timeline_feed.ts";
import { readTransmissionsAnswer } from "./timeline_seed.ts";
import { type DashboardViewOptions, formatView, parseView, type SpanMinutes, viewOver } from "./view_url.ts";

/** How long a load may take before the page goes on with what it has. */
const LOAD_TIMEOUT_MS = 10_000;

/** The browser as the timeline needs it; `basePath` is where Nexus is mounted, empty or `/path`. */
export function browserTimelineEnvironment(basePath: string): TimelineEnvironment {
  return {
    // Not the frame in which the links change, so that neither is long on a slow machine.
    nextFrame: calmFrames(),
    async readTransmissions(query) {
      const cut = new AbortController();
      const timer = browserClock.after(LOAD_TIMEOUT_MS, () => cut.abort());
      try {
        const response = await fetch(`${basePath}/api/transmissions${query}`, { signal: cut.signal });
        return response.ok ? readTransmissionsAnswer(await response.json()) : undefined;
      } catch {
        return undefined; // no network, or no JSON: the timeline goes on with what it has
      } finally {
        timer.cancel();
      }
    },
  };
}

/** The query of the dashboard with another span, all else as in `view`; never empty, as that leads nowhere. */
export function spanHref(view: DashboardViewOptions, spanMinutes: SpanMinutes): string {
  return formatView({ ...view, spanMinutes }) || "?";
}

/** Shows another span and says so in the address bar; where it cannot be loaded, the page is opened with it. */
export async function showSpan(feed: TimelineFeed, spanMinutes: SpanMinutes): Promise<void> {
  const url = new URL(location.href);
  const query = viewOver(url.search, { ...parseView(url), spanMinutes });
  const address = `${url.pathname}${query}${url.hash}`;
  const outcome = await feed.choose(spanMinutes);
  if (outcome === "shown") history.replaceState(history.state, "", address);
  if (outcome === "failed") location.assign(address);
}
