import { type ReadonlySignal, useComputed } from "@preact/signals";
import {
  type DashboardModel,
  type DashboardViewOptions,
  DEFAULT_VIEW,
  isFrozen,
  type NexusState,
} from "../lib/client/mod.ts";
import { Announcer } from "./Announcer.tsx";
import { AwayBanner } from "./AwayBanner.tsx";
import { ConnectionBar } from "./ConnectionBar.tsx";
import { NodeCard } from "./NodeCard.tsx";
import { NodeChoice } from "./NodeChoice.tsx";
import { NoNodes } from "./NoNodes.tsx";
import { Notices } from "./Notices.tsx";
import { OnAir } from "./OnAir.tsx";
import { OnAirAnnouncer } from "./OnAirAnnouncer.tsx";
import { TalkerLog } from "./TalkerLog.tsx";
import { ServerNow } from "./time.tsx";
import { TopLinks } from "./TopLinks.tsx";
import { WallCards } from "./WallCards.tsx";

/** What the dashboard is made of, on the server and in the browser. */
export interface DashboardViewProps {
  readonly model: ReadonlySignal<DashboardModel>;
  /** The server's time, epoch milliseconds. */
  readonly now: ReadonlySignal<number>;
  readonly nexus: ReadonlySignal<NexusState>;
  /** The version that rendered this page. */
  readonly pageVersion: string;
  /** What the address of the page asks for; without it the dashboard as it is by itself. */
  readonly view?: DashboardViewOptions;
}

/** The whole dashboard. While Nexus is away all below the connections is greyed and its times stand still. */
export function DashboardView({ model, now, nexus, pageVersion, view = DEFAULT_VIEW }: DashboardViewProps) {
  const shownNow = useComputed(() =>
    isFrozen(nexus.value) ? Math.min(now.value, nexus.value.lastMessageAtMs) : now.value
  );
  return (
    <ServerNow.Provider value={now}>
      <Announcer model={model} nexus={nexus} />
      <OnAirAnnouncer model={model} nexus={nexus} />
      <OnAir model={model} nexus={nexus} wall={view.wall} />
      {!view.wall && <ConnectionBar model={model} nexus={nexus} />}
      {!view.wall && <Notices model={model} pageVersion={pageVersion} />}
      <NodeChoice model={model} view={view} />
      <ServerNow.Provider value={shownNow}>
        <Content model={model} nexus={nexus} view={view} />
      </ServerNow.Provider>
      {!view.wall && <AwayBanner nexus={nexus} />}
    </ServerNow.Provider>
  );
}

function Content({ model, nexus, view }: Required<Pick<DashboardViewProps, "model" | "nexus" | "view">>) {
  const frozen = useComputed(() => isFrozen(nexus.value));
  return (
    <div class="dashboard" data-view={view.wall ? "wall" : "page"} data-frozen={frozen.value ? "yes" : "no"}>
      <div class="nodes">
        {view.wall ? <WallCards model={model} /> : <NodeCards model={model} view={view} />}
      </div>
      {!view.wall && (
        <div class="side">
          <TalkerLog model={model} />
          <TopLinks model={model} />
        </div>
      )}
    </div>
  );
}

function NodeCards({ model, view }: Required<Pick<DashboardViewProps, "model" | "view">>) {
  const { nodes } = model.value;
  if (nodes.size === 0) return view.nodes.length > 0 ? null : <NoNodes model={model} />;
  return (
    <>{[...nodes.values()].map((node) => <NodeCard key={node.view.nodeId} model={model} node={node} />)}</>
  );
}
