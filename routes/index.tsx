import { page } from "fresh";
import Dashboard from "../islands/Dashboard.tsx";
import type { DashboardSnapshot } from "../lib/client/mod.ts";
import { define, type State, topLinks, visibleNodes } from "../lib/http/mod.ts";
import type { NodeStatus } from "../lib/wire/mod.ts";

/** Links remembered for the top list; the page shows ten, the rest can still climb. */
const TOP_LINKS = 50;

/** Talker events given along: enough for the log with starts and stops. */
const TALKER_EVENTS = 50;

/** Where the server does not say how often its streams speak. */
const DEFAULT_HEARTBEAT_MS = 5_000;

/** The dashboard's data as of this request. */
export const handler = define.handlers({
  GET: (ctx) => page(snapshotOf(ctx.state), { headers: { "Cache-Control": "no-cache" } }),
});

/** The dashboard: complete as the server renders it, live where there is JavaScript. */
export default define.page<typeof handler>(function DashboardPage({ data, config, state }) {
  return (
    <>
      <noscript>
        <p class="noscript-note">This page is as of loading and loads itself again every 15 s.</p>
      </noscript>
      <Dashboard
        snapshot={data}
        basePath={config.basePath}
        heartbeatMs={state.services.settings.heartbeatIntervalMs ?? DEFAULT_HEARTBEAT_MS}
      />
    </>
  );
});

/** Everything the page shows, and the number in the streams from which it goes on. */
function snapshotOf(state: State): DashboardSnapshot {
  const { services } = state;
  return {
    generatedAtMs: services.clock.now(),
    epoch: services.live.epoch,
    seq: services.live.seq,
    version: services.version.version,
    demo: services.settings.demo,
    nodes: visibleNodes(state).map(withoutUnshown),
    servers: services.servers(),
    talkers: services.stats.talkerLog({ limit: TALKER_EVENTS }),
    topLinks: topLinks(services, "tx_seconds", TOP_LINKS),
    database: services.health().database,
  };
}

/** The page shows neither the network nor the variables of a node, and both may be long. */
function withoutUnshown(status: NodeStatus): NodeStatus {
  return { ...status, network: [], variables: {} };
}
