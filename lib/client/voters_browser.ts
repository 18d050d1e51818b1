import { browserClock } from "./browser.ts";
import { browserSocket, reloadIfShutOut } from "./browser_streams.ts";
import type { VotersEnvironment } from "./voters_feed.ts";

/** The browser as a page of voters needs it; `node` is the one that is shown, `null` for all. */
export function browserVoters(basePath: string, node: string | null): VotersEnvironment {
  const query = node === null ? "" : `?node=${encodeURIComponent(node)}`;
  return {
    clock: browserClock,
    openSocket: browserSocket,
    openEvents: ({ voter, refused }) => {
      const source = new EventSource(`${basePath}/api/voters/events${query}`);
      source.addEventListener("voter", ({ data }) => voter(String(data)));
      source.addEventListener("error", () => {
        // A connection that only broke is dialled again by the browser itself.
        if (source.readyState !== EventSource.CLOSED) return;
        void reloadIfShutOut(`${basePath}/api/version`);
        refused();
      });
      return source;
    },
  };
}
