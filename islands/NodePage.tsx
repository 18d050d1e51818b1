import { useSignal, useSignalEffect } from "@preact/signals";
import { IS_BROWSER } from "fresh/runtime";
import { useEffect, useMemo } from "preact/hooks";
import { NodePageView } from "../components/NodePageView.tsx";
import { PageCompanion, useUpdated } from "../components/PageCompanion.tsx";
import { tellControl } from "../components/row_control.ts";
import {
  browserChoiceKeeper,
  browserEnvironment,
  browserNodePage,
  DashboardFeed,
  type DashboardSnapshot,
  followPage,
  keepInAddress,
  NodeLinkChoice,
  NodePageFeed,
  type NodePageParts,
  releaseOldVNodes,
  type SortOrder,
  streamUrls,
} from "../lib/client/mod.ts";

// Before anything is rendered, so that what the server rendered is let go of too.
if (IS_BROWSER) releaseOldVNodes();

/** What the server hands to a node's page. */
export interface NodePageProps {
  readonly nodeId: string;
  readonly snapshot: DashboardSnapshot;
  readonly parts: NodePageParts;
  /** Where Nexus is mounted, empty or `/path`. */
  readonly basePath: string;
  readonly heartbeatMs: number;
  /** The order of the links that the address asks for. */
  readonly sort: SortOrder | null;
  /** The order of the links that an earlier visit chose. */
  readonly remembered: SortOrder | null;
  /** What the address searches the network for. */
  readonly query: string;
}

/** A node's page: rendered from the snapshot on the server, live in the browser. */
export default function NodePage(props: NodePageProps) {
  const { nodeId, snapshot, parts, basePath, heartbeatMs, sort } = props;
  const query = useSignal(props.query);
  const { feed, partsFeed } = useMemo(() => {
    const origin = globalThis.location?.origin ?? "";
    const addresses = { ...streamUrls(origin, basePath), heartbeatMs, nodes: [nodeId] };
    const feed = new DashboardFeed(snapshot, addresses, browserEnvironment(basePath));
    const partsFeed = new NodePageFeed(nodeId, parts, browserNodePage(basePath, nodeId));
    feed.listen((envelope) => partsFeed.take(envelope));
    feed.listen(tellControl);
    return { feed, partsFeed };
  }, []);
  const links = useMemo(() => new NodeLinkChoice(sort, basePath, props.query, props.remembered), []);
  useEffect(() => followPage(feed), [feed]);
  useEffect(() => followPage(partsFeed), [partsFeed]);
  useSignalEffect(() => partsFeed.stands(feed.nexus.value));
  const isUpdated = useUpdated(feed.model, false);
  useEffect(() => links.begin(browserChoiceKeeper(basePath)), [links]);
  return (
    <>
      <NodePageView
        nodeId={nodeId}
        model={feed.model}
        now={feed.now}
        nexus={feed.nexus}
        parts={partsFeed}
        links={links}
        query={query}
        search={(text) => {
          query.value = text;
          keepInAddress("q", text.trim() === "" ? null : text);
        }}
        home={`${basePath}/`}
        pageVersion={snapshot.version}
        isUpdated={isUpdated}
      />
      <PageCompanion model={feed.model} nexus={feed.nexus} serverNow={feed.serverNow} />
    </>
  );
}
