import { IS_BROWSER } from "fresh/runtime";
import { useEffect, useMemo } from "preact/hooks";
import { EmbedCard, type EmbedSite } from "../components/EmbedCard.tsx";
import {
  browserEnvironment,
  type DashboardSnapshot,
  followPage,
  NodeFeed,
  releaseOldVNodes,
  streamUrls,
} from "../lib/client/mod.ts";

// Before anything is rendered, so that what the server rendered is let go of too.
if (IS_BROWSER) releaseOldVNodes();

/** What the server hands to the card of one node. */
export interface EmbedLiveProps {
  readonly snapshot: DashboardSnapshot;
  readonly nodeId: string;
  /** Where Nexus is mounted, empty or `/path`. */
  readonly basePath: string;
  readonly heartbeatMs: number;
  /** Address of the node's own page. */
  readonly href: string;
  /** Whose card it is. */
  readonly site: EmbedSite;
}

/** The card of one node: rendered from the snapshot on the server, live in the browser. */
export default function EmbedLive({ snapshot, nodeId, basePath, heartbeatMs, href, site }: EmbedLiveProps) {
  const feed = useMemo(() => {
    const { socketUrl } = streamUrls(globalThis.location?.origin ?? "", basePath);
    return new NodeFeed(snapshot, nodeId, { socketUrl, heartbeatMs }, browserEnvironment(basePath));
  }, []);
  useEffect(() => followPage(feed), [feed]);
  return (
    <EmbedCard
      model={feed.model}
      nodeId={nodeId}
      now={feed.now}
      nexus={feed.nexus}
      href={href}
      site={site}
    />
  );
}
