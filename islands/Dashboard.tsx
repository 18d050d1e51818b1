import { useEffect, useMemo } from "preact/hooks";
import { DashboardView } from "../components/DashboardView.tsx";
import {
  browserEnvironment,
  DashboardFeed,
  type DashboardSnapshot,
  type DashboardViewOptions,
  followPage,
  keepAwake,
  streamUrls,
} from "../lib/client/mod.ts";

/** What the server hands to the dashboard. */
export interface DashboardProps {
  readonly snapshot: DashboardSnapshot;
  /** Where Nexus is mounted, empty or `/path`. */
  readonly basePath: string;
  readonly heartbeatMs: number;
  /** What the address of the page asks for. */
  readonly view: DashboardViewOptions;
}

/** The dashboard: rendered from the snapshot on the server, live in the browser. */
export default function Dashboard({ snapshot, basePath, heartbeatMs, view }: DashboardProps) {
  const feed = useMemo(() => {
    const origin = globalThis.location?.origin ?? "";
    const addresses = { ...streamUrls(origin, basePath), heartbeatMs, nodes: view.nodes };
    return new DashboardFeed(snapshot, addresses, browserEnvironment(basePath));
  }, []);
  useEffect(() => followPage(feed), [feed]);
  useEffect(() => view.wall ? keepAwake() : undefined, [view.wall]);
  return (
    <DashboardView
      model={feed.model}
      now={feed.now}
      nexus={feed.nexus}
      pageVersion={snapshot.version}
      view={view}
    />
  );
}
