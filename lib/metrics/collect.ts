import type { AmiConnection } from "../ami/mod.ts";
import type { LiveCounters } from "../live/mod.ts";
import type { PollerCounters } from "../poller/mod.ts";
import type { StoreMetrics } from "../store/mod.ts";
import type { DatabaseStatus, ServerStatus } from "../wire/mod.ts";
import type { MetricFamily, MetricType, Sample } from "./exposition.ts";

/** What is known of one server. */
export interface ServerSource {
  readonly status: ServerStatus;
  readonly ami: AmiConnection["counters"];
  readonly polls: PollerCounters;
  /** Logins that were accepted since the start. */
  readonly sessions: number;
  readonly nodes: number;
  readonly links: number;
  readonly keyedLinks: number;
  readonly actionSeconds: readonly Sample[];
  readonly actionsFailed: number;
}

/** Something that cannot grow for ever: how full it is and where it ends. */
export interface Bound {
  readonly name: string;
  readonly used: number;
  readonly limit: number;
}

/** Everything metrics are read from, at the moment somebody asks. */
export interface MetricSources {
  readonly version: string;
  readonly uptimeSec: number;
  readonly memory: { readonly rssBytes: number; readonly heapUsedBytes: number };
  readonly servers: readonly ServerSource[];
  readonly live: LiveCounters;
  readonly store: StoreMetrics;
  readonly database: DatabaseStatus;
  readonly events: { readonly kinds: readonly Sample[]; readonly talkSeconds: readonly Sample[] };
  readonly sinkFailures: number;
  readonly loopDelay: readonly Sample[];
  readonly bounds: readonly Bound[];
}

/** All families of this server, in a fixed order. */
export function collectMetrics(sources: MetricSources): readonly MetricFamily[] {
  return [
    ...processFamilies(sources),
    ...sources.servers.length === 0 ? [] : serverFamilies(sources.servers),
    ...streamFamilies(sources.live),
    ...storeFamilies(sources),
    ...eventFamilies(sources),
    ...boundFamilies(sources.bounds),
  ];
}

function processFamilies({ version, uptimeSec, memory, loopDelay }: MetricSources): readonly MetricFamily[] {
  return [
    one("nexus_build_info", "Version of the program.", "gauge", 1, { version }),
    one("nexus_uptime_seconds", "Seconds since the program started.", "gauge", uptimeSec),
    one("process_resident_memory_bytes", "Resident memory.", "gauge", memory.rssBytes),
    one("nexus_heap_used_bytes", "Memory in use by the program's own values.", "gauge", memory.heapUsedBytes),
    family(
      "nexus_event_loop_delay_seconds",
      "How late the event loop runs what is due.",
      "histogram",
      loopDelay,
    ),
  ];
}

function serverFamilies(servers: readonly ServerSource[]): readonly MetricFamily[] {
  const per = (name: string, help: string, type: MetricType, read: (source: ServerSource) => number) =>
    family(name, help, type, servers.map((source) => ({ labels: labelsOf(source), value: read(source) })));
  const dropped = (source: ServerSource, reason: string, value: number): Sample => ({
    labels: { ...labelsOf(source), reason },
    value,
  });
  return [
    per(
      "nexus_ami_connected",
      "1 while logged in.",
      "gauge",
      ({ status }) => Number(status.state === "connected"),
    ),
    per("nexus_ami_sessions_total", "Logins that were accepted.", "counter", ({ sessions }) => sessions),
    per(
      "nexus_ami_attempts",
      "Attempts since the last session that held.",
      "gauge",
      ({ status }) => status.attempts,
    ),
    per("nexus_ami_received_bytes_total", "Bytes read.", "counter", ({ ami }) => ami.bytes),
    per("nexus_ami_frames_total", "Frames read.", "counter", ({ ami }) => ami.frames),
    family(
      "nexus_ami_frames_dropped_total",
      "Frames given up, by reason.",
      "counter",
      servers.flatMap((source) => [
        dropped(source, "long_line", source.ami.droppedLongLine),
        dropped(source, "long_frame", source.ami.droppedLongFrame),
        dropped(source, "cut_off", source.ami.truncatedFrames),
        dropped(source, "late", source.ami.lateFrames),
        dropped(source, "unmatched", source.ami.unmatchedFrames),
      ]),
    ),
    family(
      "nexus_ami_action_seconds",
      "Time until the whole answer was there.",
      "histogram",
      servers.flatMap((source) => source.actionSeconds),
    ),
    per(
      "nexus_ami_actions_failed_total",
      "Actions without an answer.",
      "counter",
      ({ actionsFailed }) => actionsFailed,
    ),
    per("nexus_ami_timeouts_total", "Actions that timed out.", "counter", ({ ami }) => ami.timeouts),
    per("nexus_polls_answered_total", "Polls answered.", "counter", ({ polls }) => polls.answered),
    per("nexus_polls_failed_total", "Polls that failed.", "counter", ({ polls }) => polls.failed),
    per(
      "nexus_polls_disagreeing_total",
      "Polls that showed what events had not told.",
      "counter",
      ({ polls }) => polls.disagreeing,
    ),
    per("nexus_nodes", "Local nodes.", "gauge", ({ nodes }) => nodes),
    per("nexus_links", "Adjacent links.", "gauge", ({ links }) => links),
    per("nexus_links_keyed", "Adjacent links that are keyed.", "gauge", ({ keyedLinks }) => keyedLinks),
  ];
}

function streamFamilies(live: LiveCounters): readonly MetricFamily[] {
  return [
    one("nexus_stream_clients", "Clients of the streams.", "gauge", live.clients),
    one("nexus_stream_messages_sent_total", "Messages handed to clients.", "counter", live.sent),
    one(
      "nexus_stream_resnapshots_total",
      "Lagging queues replaced by a snapshot.",
      "counter",
      live.resnapshots,
    ),
    one(
      "nexus_stream_clients_stuck_total",
      "Clients closed because they took nothing.",
      "counter",
      live.closedStuck,
    ),
    one("nexus_stream_clients_refused_total", "Clients refused by a limit.", "counter", live.refused),
    one("nexus_stream_bad_messages_total", "Client messages not understood.", "counter", live.badMessages),
  ];
}

function storeFamilies({ store, database }: MetricSources): readonly MetricFamily[] {
  return [
    one(
      "nexus_database_ok",
      "1 while the database can be written.",
      "gauge",
      Number(database.state === "ok"),
    ),
    one("nexus_database_transactions_total", "Transactions committed.", "counter", store.transactions),
    one("nexus_database_rows_written_total", "Rows written.", "counter", store.rows),
    one("nexus_database_failures_total", "Transactions and reads that failed.", "counter", store.failures),
    one("nexus_database_pending_rows", "Rows waiting to be written.", "gauge", store.pending),
    one(
      "nexus_database_rows_dropped_total",
      "Rows given up while the disk was away.",
      "counter",
      store.dropped,
    ),
  ];
}

function eventFamilies({ events, sinkFailures }: MetricSources): readonly MetricFamily[] {
  return [
    family("nexus_events_total", "Domain events by kind.", "counter", events.kinds),
    family(
      "nexus_keyed_seconds_total",
      "Seconds of finished talk by local node.",
      "counter",
      events.talkSeconds,
    ),
    one("nexus_sink_failures_total", "Events that a consumer failed on.", "counter", sinkFailures),
  ];
}

function boundFamilies(bounds: readonly Bound[]): readonly MetricFamily[] {
  const samples = (read: (bound: Bound) => number) =>
    bounds.map((bound) => ({ labels: { bound: bound.name }, value: read(bound) }));
  return [
    family("nexus_bound_used", "How full each bounded thing is.", "gauge", samples(({ used }) => used)),
    family("nexus_bound_limit", "Where each bounded thing ends.", "gauge", samples(({ limit }) => limit)),
  ];
}

function labelsOf({ status }: ServerSource): Readonly<Record<string, string>> {
  return { server: status.server };
}

function family(name: string, help: string, type: MetricType, samples: readonly Sample[]): MetricFamily {
  return { name, help, type, samples };
}

function one(
  name: string,
  help: string,
  type: MetricType,
  value: number,
  labels: Readonly<Record<string, string>> = {},
): MetricFamily {
  return family(name, help, type, [{ labels, value }]);
}
