import { type ReadonlySignal, useComputed } from "@preact/signals";
import {
  type DashboardModel,
  formatAge,
  frozenAtMs,
  isFrozen,
  linkCounts,
  type NexusState,
  nodeActivity,
  type NodeModel,
  secondsSince,
} from "../lib/client/mod.ts";
import { ActivityLine } from "./ActivityLine.tsx";
import { Lamp } from "./Lamp.tsx";
import type { SitePicture } from "./SiteHeader.tsx";
import { Ago, ServerNow, useTimeText } from "./time.tsx";

/** What the card of one node is made of, on the server and in the browser. */
export interface EmbedCardProps {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly nodeId: string;
  /** The server's time, epoch milliseconds. */
  readonly now: ReadonlySignal<number>;
  readonly nexus: ReadonlySignal<NexusState>;
  /** Address of the node's own page. */
  readonly href: string;
  /** Whose card it is. */
  readonly site: EmbedSite;
}

/** The station on its card: its name, where that leads, and its picture; `null`: none. */
export interface EmbedSite {
  readonly title: string;
  readonly home: string;
  readonly logo: SitePicture | null;
}

/** One node on a page of somebody else: who it is, who talks, how many are linked, and how old that is. */
export function EmbedCard({ model, nodeId, now, nexus, href, site }: EmbedCardProps) {
  const node = model.value.nodes.get(nodeId);
  const shownNow = useComputed(() => {
    const shown = model.value.nodes.get(nodeId);
    const staleAtMs = shown ? frozenAtMs(model.value, shown) : null;
    const lostAtMs = isFrozen(nexus.value) ? nexus.value.lastMessageAtMs : null;
    return Math.min(now.value, staleAtMs ?? Infinity, lostAtMs ?? Infinity);
  });
  if (!node) return null;
  const old = node.view.stale || isFrozen(nexus.value);
  return (
    <ServerNow.Provider value={now}>
      <div class="embed-card" data-old={old ? "yes" : "no"}>
        <EmbedHead node={node} nexus={nexus} href={href} />
        <ServerNow.Provider value={shownNow}>
          {old ? <OldLine node={node} nexus={nexus} now={now} /> : (
            <ActivityLine
              activity={nodeActivity(node, model.value.talkers)}
              transmits={node.view.txKeyed}
            />
          )}
        </ServerNow.Provider>
        <EmbedFoot node={node} site={site} />
      </div>
    </ServerNow.Provider>
  );
}

function EmbedHead(props: Pick<EmbedCardProps, "nexus" | "href"> & { readonly node: NodeModel }) {
  const { nexus, href, node: { view } } = props;
  const standing = useTimeText((nowMs) => standingText(nexus.value, nowMs), [nexus]);
  return (
    <header class="embed-head">
      <h1 class="embed-name">
        <a href={href} target="_blank" rel="noopener">
          <span class="node-id">{view.nodeId}</span> <bdi>{view.name ?? view.callsign ?? ""}</bdi>
          <span class="sr-only">(opens the whole page)</span>
        </a>
      </h1>
      <span class="embed-standing" data-nexus={nexus.value.kind}>{standing}</span>
      <div class="lamps">
        <Lamp tone="tx" name="TX" lit={view.txKeyed} litWord="Transmitting" />
        <Lamp tone="rx" name="RX" lit={view.rxKeyed} litWord="Receiving" />
      </div>
    </header>
  );
}

/** In place of who talks: that what is shown is old, and how old. Its own age goes on. */
function OldLine(props: Pick<EmbedCardProps, "nexus" | "now"> & { readonly node: NodeModel }) {
  const { view } = props.node;
  return (
    <p class="activity" data-activity="stale">
      <ServerNow.Provider value={props.now}>
        {isFrozen(props.nexus.value)
          ? (
            <>
              <b>
                As of <Ago atMs={props.nexus.value.lastMessageAtMs} />.
              </b>
              Nexus is away
            </>
          )
          : view.updatedAtMs === null
          ? <b>Not read yet</b>
          : (
            <>
              <b>
                As of <Ago atMs={view.updatedAtMs} />.
              </b>
              Asterisk is away
            </>
          )}
      </ServerNow.Provider>
    </p>
  );
}

function EmbedFoot({ node, site }: { readonly node: NodeModel; readonly site: EmbedSite }) {
  const { adjacent, connecting, network } = linkCounts(node);
  return (
    <footer class="embed-foot">
      <span>
        <b class="num">{adjacent}</b> adjacent{connecting > 0 && ` (${connecting} connecting)`},{" "}
        <b class="num">{network}</b> in the network
      </span>
      <a class="embed-site" href={site.home} target="_blank" rel="noopener noreferrer">
        {site.logo !== null && (
          <img
            src={site.logo.src}
            alt=""
            width={site.logo.size?.width ?? 16}
            height={site.logo.size?.height ?? 16}
            data-fresh-disable-lock
          />
        )}
        <bdi>{site.title}</bdi>
        <span class="sr-only">(opens the site)</span>
      </a>
    </footer>
  );
}

function standingText(state: NexusState, nowMs: number): string {
  switch (state.kind) {
    case "rendered":
      return "As of loading";
    case "live":
      return "Live";
    case "reconnecting":
      return "Reconnecting";
    case "silent":
    case "away":
      return `Last word ${formatAge(secondsSince(state.lastMessageAtMs, nowMs))}`;
  }
}
