import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { NodePageView } from "../components/NodePageView.tsx";
import {
  browserChoiceKeeper,
  browserEnvironment,
  browserNodeDetail,
  DashboardFeed,
  type DashboardSnapshot,
  followNodeDetail,
  followPage,
  NodeLinkChoice,
  type SortOrder,
  streamUrls,
} from "../lib/client/mod.ts";
import type { NodeDetail } from "../lib/wire/mod.ts";

/** What the server hands to the live part of a node's page. */
export interface NodePageProps {
  readonly nodeId: string;
  readonly snapshot: DashboardSnapshot;
  readonly detail: NodeDetail;
  /** Where Nexus is mounted, empty or `/path`. */
  readonly basePath: string;
  readonly heartbeatMs: number;
  /** The order of the links that the address asks for. */
  readonly sort: SortOrder | null;
}

/** The live part of a node's page: rendered from the snapshot on the server, live in the browser. */
export default function NodePage(props: NodePageProps) {
  const { nodeId, snapshot, detail, basePath, heartbeatMs, sort } = props;
  const shownDetail = useSignal(detail);
  const feed = useMemo(() => {
    const origin = globalThis.location?.origin ?? "";
    const addresses = { ...streamUrls(origin, basePath), heartbeatMs, nodes: [nodeId] };
    return new DashboardFeed(snapshot, addresses, browserEnvironment(basePath));
  }, []);
  const links = useMemo(() => new NodeLinkChoice(sort, basePath), []);
  useEffect(() => followPage(feed), [feed]);
  useEffect(() => links.begin(browserChoiceKeeper), [links]);
  useEffect(() => {
    const complete = detail.flags !== null && detail.counters !== null;
    return followNodeDetail(
      browserNodeDetail(basePath, nodeId),
      complete,
      (next) => shownDetail.value = next,
    );
  }, []);
  return (
    <NodePageView
      nodeId={nodeId}
      model={feed.model}
      now={feed.now}
      nexus={feed.nexus}
      detail={shownDetail}
      links={links}
      pageVersion={snapshot.version}
    />
  );
}
