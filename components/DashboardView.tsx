import { type ReadonlySignal, useComputed } from "@preact/signals";
import { type DashboardModel, isFrozen, type NexusState } from "../lib/client/mod.ts";
import { Announcer } from "./Announcer.tsx";
import { AwayBanner } from "./AwayBanner.tsx";
import { ConnectionBar } from "./ConnectionBar.tsx";
import { NodeCard } from "./NodeCard.tsx";
import { NoNodes } from "./NoNodes.tsx";
import { Notices } from "./Notices.tsx";
import { TalkerLog } from "./TalkerLog.tsx";
import { ServerNow } from "./time.tsx";
import { TopLinks } from "./TopLinks.tsx";

/** What the dashboard is made of, on the server and in the browser. */
export interface DashboardViewProps {
  readonly model: ReadonlySignal<DashboardModel>;
  /** The server's time, epoch milliseconds. */
  readonly now: ReadonlySignal<number>;
  readonly nexus: ReadonlySignal<NexusState>;
  /** The version that rendered this page. */
  readonly pageVersion: string;
}

/** The whole dashboard. While Nexus is away all below the connections is greyed and its times stand still. */
export function DashboardView({ model, now, nexus, pageVersion }: DashboardViewProps) {
  const shownNow = useComputed(() =>
    isFrozen(nexus.value) ? Math.min(now.value, nexus.value.lastMessageAtMs) : now.value
  );
  return (
    <ServerNow.Provider value={now}>
      <Announcer model={model} nexus={nexus} />
      <ConnectionBar model={model} nexus={nexus} />
      <Notices model={model} pageVersion={pageVersion} />
      <ServerNow.Provider value={shownNow}>
        <Content model={model} nexus={nexus} />
      </ServerNow.Provider>
      <AwayBanner nexus={nexus} />
    </ServerNow.Provider>
  );
}

function Content({ model, nexus }: Pick<DashboardViewProps, "model" | "nexus">) {
  const frozen = useComputed(() => isFrozen(nexus.value));
  return (
    <div class="dashboard" data-frozen={frozen.value ? "yes" : "no"}>
      <div class="nodes">
        <NodeCards model={model} />
      </div>
      <div class="side">
        <TalkerLog model={model} />
        <TopLinks model={model} />
      </div>
    </div>
  );
}

function NodeCards({ model }: { readonly model: ReadonlySignal<DashboardModel> }) {
  const { nodes } = model.value;
  if (nodes.size === 0) return <NoNodes model={model} />;
  return (
    <>{[...nodes.values()].map((node) => <NodeCard key={node.view.nodeId} model={model} node={node} />)}</>
  );
}
