import { allNodes, askCommand, firstDefined, type Graph, type NexusOptions } from "./nexus_graph.ts";
import { createRateLimiter, healthOf, type Services, SharedPages } from "./http/mod.ts";
import { answerMetrics } from "./metrics/mod.ts";
import { siteFace } from "./site/mod.ts";
import { countedOf, createAdmin } from "./nexus_admin.ts";

/** What routes may call of the graph. */
export function buildServices(options: NexusOptions, graph: Graph): Services {
  const { config, clock, log, version, demo, development = false } = options;
  const { store, readers, hub, stations, names } = graph;
  const startedAtMs = clock.now();
  const limiter = createRateLimiter({ perMinute: config.publicStatsRpm });
  const signInLimiter = createRateLimiter({ perMinute: config.auth.rpm });
  const sharedPages = new SharedPages({ clock, version: () => hub.changes });
  graph.meter.watch(() => sharedPages.bounds);
  graph.meter.watch(() => [limiter.bound, { ...signInLimiter.bound, name: "sign_in_addresses" }]);
  const { title, subtitle, basePath, publicStatsRpm, trustedProxies, heartbeatIntervalMs } = config;
  const health = () =>
    healthOf({
      servers: stations.map((station) => station.status()),
      database: store.status,
      clients: hub.counters.clients,
      mqtt: graph.mqtt?.status ?? null,
      version: version.version,
      uptimeMs: clock.now() - startedAtMs,
    });
  const counted = () => countedOf(graph, version.version, clock.now() - startedAtMs);
  const ask = (server: string, line: string) =>
    askCommand(stations.find(({ name }) => name === server)?.ami, line);
  const host = () => graph.host?.facts ?? null;
  const bootedAt = (server: string) =>
    stations.find(({ name }) => name === server)?.nodes.statuses(clock.now())[0]?.booted_at ?? null;
  const admin = createAdmin(options, { ...graph, ask, health, counted, bootedAt, host });
  graph.meter.watch(() => admin.bounds);
  return {
    settings: {
      title,
      subtitle,
      site: siteFace(config.site, basePath, log.child("site")),
      basePath,
      publicStatsRpm,
      trustedProxies,
      demo,
      development,
      heartbeatIntervalMs,
      allowAnonDashboard: config.auth.allowAnonDashboard,
      allowRegistration: config.auth.allowRegistration,
    },
    version,
    clock,
    log: log.child("http"),
    live: hub,
    gate: graph.auth,
    auth: graph.auth,
    audit: graph.audit,
    control: graph.control,
    favorites: graph.favorites,
    favoriteWatch: graph.favoriteWatch,
    stats: readers,
    history: readers,
    callHistory: store,
    voters: graph.voters,
    liveCalls: () => stations.flatMap((station) => station.calls()),
    serversWithoutCalls: () => stations.filter(({ tellsCalls }) => !tellsCalls).map(({ name }) => name),
    names,
    directory: graph.directory,
    nodes: () => allNodes(stations, clock.now()),
    node: (nodeId) => firstDefined(stations, (station) => station.nodes.status(nodeId, clock.now())),
    linkedTo: (node) =>
      stations.flatMap(({ nodes }) => nodes.nodeIds.filter((local) => nodes.has(local, node))),
    nodeDetail: (nodeId) => firstDefined(stations, (station) => station.nodes.detail(nodeId)),
    servers: () => stations.map((station) => station.status()),
    health,
    mqtt: () => graph.mqtt?.status ?? null,
    host,
    metrics: (bearer) => answerMetrics(config.metrics, bearer, () => graph.meter.render(counted())),
    admin,
    sharedPages,
    admit: (address) => limiter.admit(address, clock.now()),
    admitSignIn: (key) => signInLimiter.admit(key, clock.now()),
  };
}
