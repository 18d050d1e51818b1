import { type ReadonlySignal, useComputed, useSignalEffect } from "@preact/signals";
import { IS_BROWSER } from "fresh/runtime";
import { useEffect, useMemo } from "preact/hooks";
import { DashboardView } from "../components/DashboardView.tsx";
import { hasChoices } from "../components/Choices.tsx";
import { hasOtherCards } from "../components/OtherCards.tsx";
import { PageCompanion, useUpdated } from "../components/PageCompanion.tsx";
import { tellControl } from "../components/row_control.ts";
import type { TimelineProps } from "../components/Timeline.tsx";
import {
  browserChoiceKeeper,
  browserEnvironment,
  browserTimelineEnvironment,
  DashboardFeed,
  type DashboardModel,
  type DashboardSnapshot,
  type DashboardViewOptions,
  followPage,
  LinkChoice,
  releaseOldVNodes,
  shownModel,
  showSpan,
  type SortOrder,
  spanHref,
  streamUrls,
  TimelineFeed,
  type TimelineSeed,
} from "../lib/client/mod.ts";

// Before anything is rendered, so that what the server rendered is let go of too.
if (IS_BROWSER) releaseOldVNodes();

/** What the server hands to the dashboard. */
export interface DashboardProps {
  /** What is shown. */
  readonly snapshot: DashboardSnapshot;
  /** Where Nexus is mounted, empty or `/path`. */
  readonly basePath: string;
  readonly heartbeatMs: number;
  /** What the address of the page asks for. */
  readonly view: DashboardViewOptions;
  /** The order of the links that an earlier visit chose. */
  readonly sort: SortOrder | null;
}

/** The dashboard: rendered from the snapshot on the server, live in the browser. */
export default function Dashboard({ snapshot, basePath, heartbeatMs, view, sort }: DashboardProps) {
  const feed = useMemo(() => {
    const origin = globalThis.location?.origin ?? "";
    const addresses = { ...streamUrls(origin, basePath), heartbeatMs, nodes: view.nodes };
    const made = new DashboardFeed(snapshot, addresses, browserEnvironment(basePath));
    made.listen(tellControl);
    return made;
  }, []);
  const links = useMemo(() => new LinkChoice(view, basePath, sort), []);
  const shown = useComputed(() => shownModel(feed.model.value, view));
  const timeline = useTimeline(feed, snapshot.timeline, view, basePath);
  useEffect(() => followPage(feed), [feed]);
  useRareParts(feed.model, shown, view);
  useEffect(() => links.begin(browserChoiceKeeper(basePath)), [links]);
  const isUpdated = useUpdated(feed.model, view.wall);
  return (
    <>
      <DashboardView
        model={feed.model}
        now={feed.now}
        nexus={feed.nexus}
        pageVersion={snapshot.version}
        isUpdated={isUpdated}
        links={links}
        view={view}
        timeline={timeline}
      />
      <PageCompanion model={shown} nexus={feed.nexus} serverNow={feed.serverNow} />
    </>
  );
}

/** Loads what few dashboards show where this one comes to it later. */
function useRareParts(
  whole: ReadonlySignal<DashboardModel>,
  shown: ReadonlySignal<DashboardModel>,
  view: DashboardViewOptions,
): void {
  const hasCards = useComputed(() => hasOtherCards(view, shown.value.nodes.size, shown.value.servers.size));
  const hasChoice = useComputed(() => hasChoices(view, whole.value.servers.size));
  // Where they cannot be had, as Nexus was updated under the page, cards stay plain and there is no choice.
  useSignalEffect(() => {
    if (hasCards.value) import("./CardsAhead.tsx").catch(globalThis.reportError);
  });
  useSignalEffect(() => {
    if (hasChoice.value) import("./ChoicesAhead.tsx").catch(globalThis.reportError);
  });
}

/** The timeline, fed by the same streams; none where the server gave none. */
function useTimeline(
  feed: DashboardFeed,
  seed: TimelineSeed | undefined,
  view: DashboardViewOptions,
  basePath: string,
): TimelineProps | undefined {
  return useMemo(() => {
    if (!seed) return undefined;
    const timelines = new TimelineFeed(seed, view.nodes, browserTimelineEnvironment(basePath));
    feed.listen((envelope) => timelines.take(envelope));
    return {
      timeline: timelines.timeline,
      loading: timelines.loading,
      hrefOf: (spanMinutes) => spanHref(view, spanMinutes),
      choose: (spanMinutes) => void showSpan(timelines, spanMinutes),
    };
  }, []);
}
