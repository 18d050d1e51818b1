import { type ReadonlySignal, useComputed } from "@preact/signals";
import {
  type DashboardModel,
  type DashboardViewOptions,
  DEFAULT_VIEW,
  isFrozen,
  type LinkChoice,
  type NexusState,
  shownModel,
} from "../lib/client/mod.ts";
import { Announcer } from "./Announcer.tsx";
import { AwayBanner } from "./AwayBanner.tsx";
import { Choices } from "./Choices.tsx";
import { ConnectionBar } from "./ConnectionBar.tsx";
import { LinkFilter } from "./LinkFilter.tsx";
import { ALL_LINKS, LinkChoiceContext } from "./links_context.ts";
import { Notices } from "./Notices.tsx";
import { OnAir } from "./OnAir.tsx";
import { OnAirAnnouncer } from "./OnAirAnnouncer.tsx";
import { type CardsProps, hasOtherCards, haveCardsTimeline, OtherCards, PlainCards } from "./OtherCards.tsx";
import { GivenSide } from "./Side.tsx";
import { ServerNow } from "./time.tsx";
import { TalkTimeline, type TimelineProps } from "./Timeline.tsx";

/** What the dashboard is made of, on the server and in the browser. */
export interface DashboardViewProps {
  readonly model: ReadonlySignal<DashboardModel>;
  /** The server's time, epoch milliseconds. */
  readonly now: ReadonlySignal<number>;
  readonly nexus: ReadonlySignal<NexusState>;
  /** The version that rendered this page. */
  readonly pageVersion: string;
  /** Whether Nexus is of another build than this page. */
  readonly isUpdated?: ReadonlySignal<boolean>;
  /** What the address of the page asks for; without it the dashboard as it is by itself. */
  readonly view?: DashboardViewOptions;
  /** Which links are shown and in what order; all in their own order when absent. */
  readonly links?: LinkChoice;
  /** Who talked when; without it none is drawn. */
  readonly timeline?: TimelineProps;
}

/** The whole dashboard. While Nexus is away all below the connections is greyed and its times stand still. */
export function DashboardView(
  { model: whole, now, nexus, pageVersion, isUpdated, view = DEFAULT_VIEW, links, timeline }:
    DashboardViewProps,
) {
  const model = useComputed(() => shownModel(whole.value, view));
  const shownNow = useComputed(() =>
    isFrozen(nexus.value) ? Math.min(now.value, nexus.value.lastMessageAtMs) : now.value
  );
  return (
    <ServerNow.Provider value={now}>
      <Announcer
        model={model}
        nexus={nexus}
        pageVersion={view.wall ? null : pageVersion}
        isUpdated={isUpdated}
      />
      <OnAirAnnouncer model={model} nexus={nexus} />
      <OnAir model={model} nexus={nexus} wall={view.wall} />
      {!view.wall && <ConnectionBar model={model} nexus={nexus} />}
      <Notices model={model} pageVersion={pageVersion} isUpdated={isUpdated} wall={view.wall} />
      <Choices model={model} whole={whole} view={view} />
      <ServerNow.Provider value={shownNow}>
        <LinkChoiceContext.Provider value={links ?? ALL_LINKS}>
          <Content model={model} nexus={nexus} view={view} timeline={timeline} />
        </LinkChoiceContext.Provider>
      </ServerNow.Provider>
      {!view.wall && <AwayBanner nexus={nexus} />}
    </ServerNow.Provider>
  );
}

function Content(
  { model, nexus, view, timeline }:
    & Required<Pick<DashboardViewProps, "model" | "nexus" | "view">>
    & Pick<DashboardViewProps, "timeline">,
) {
  const frozen = useComputed(() => isFrozen(nexus.value));
  const hasCharts = useComputed(() => !haveCardsTimeline(view, model.value.nodes.size)).value;
  return (
    <div class="dashboard" data-view={view.wall ? "wall" : "page"} data-frozen={frozen.value ? "yes" : "no"}>
      {timeline && hasCharts && <TalkTimeline source={timeline} model={model} wall={view.wall} />}
      <div class="nodes">
        {!view.wall && <LinkFilter model={model} />}
        <NodeCards model={model} view={view} timeline={timeline} />
      </div>
      {!view.wall && <GivenSide.Component model={model} />}
    </div>
  );
}

function NodeCards({ model, view, timeline }: CardsProps) {
  const { nodes, servers } = model.value;
  return hasOtherCards(view, nodes.size, servers.size)
    ? <OtherCards.Component model={model} view={view} timeline={timeline} />
    : <PlainCards model={model} view={view} />;
}
