import type { LiveCounters } from "../live/mod.ts";
import type { StoreMetrics } from "../store/mod.ts";
import type { MqttCounters } from "../mqtt/mod.ts";
import type { DatabaseStatus } from "../wire/mod.ts";
import type { MetricFamily, Sample } from "./exposition.ts";
import { family, one } from "./families.ts";
import { serverFamilies, type ServerSource } from "./server_families.ts";

/** Everything metrics are read from, at the moment somebody asks. */
export interface MetricSources {
  readonly version: string;
  readonly startedAtSec: number;
  readonly uptimeSec: number;
  readonly memory: { readonly rssBytes: number; readonly heapUsedBytes: number };
  readonly servers: readonly ServerSource[];
  readonly live: LiveCounters;
  readonly store: StoreMetrics;
  readonly database: DatabaseStatus;
  readonly events: { readonly kinds: readonly Sample[]; readonly talkSeconds: readonly Sample[] };
  readonly sinkFailures: number;
  readonly loopDelay: readonly Sample[];
  readonly directory: {
    readonly rows: number;
    readonly importedAtMs: number | null;
    readonly isFailing: boolean;
  };
  /** `null` while no broker is configured. */
  readonly mqtt: MqttCounters | null;
  readonly bounds: readonly MetricFamily[];
}

/** All families of this server, in a fixed order. */
export function collectMetrics(sources: MetricSources): readonly MetricFamily[] {
  return [
    ...processFamilies(sources),
    ...sources.servers.length === 0 ? [] : serverFamilies(sources.servers),
    ...streamFamilies(sources.live),
    ...storeFamilies(sources),
    ...eventFamilies(sources),
    ...directoryFamilies(sources.directory),
    ...sources.mqtt === null ? [] : mqttFamilies(sources.mqtt),
    ...sources.bounds,
  ];
}

function processFamilies(
  { version, startedAtSec, uptimeSec, memory, loopDelay }: MetricSources,
): readonly MetricFamily[] {
  return [
    one("nexus_build_info", "Version of the program.", "gauge", 1, { version }),
    one("nexus_uptime_seconds", "Seconds since the program started.", "gauge", uptimeSec),
    one(
      "process_start_time_seconds",
      "When the program started, in seconds since 1970.",
      "gauge",
      startedAtSec,
    ),
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
    one(
      "nexus_database_shrinks_refused_total",
      "Totals that would have shrunk, and did not.",
      "counter",
      store.shrinksRefused,
    ),
    one(
      "nexus_database_invalid_events_total",
      "Events without a usable time or number, ignored.",
      "counter",
      store.invalid,
    ),
  ];
}

function eventFamilies({ events, sinkFailures }: MetricSources): readonly MetricFamily[] {
  return [
    family("nexus_events_total", "Domain events by kind.", "counter", events.kinds),
    family(
      "nexus_keyed_seconds_total",
      "Seconds of talk by local node, up to now.",
      "counter",
      events.talkSeconds,
    ),
    one("nexus_sink_failures_total", "Events that a consumer failed on.", "counter", sinkFailures),
  ];
}

function directoryFamilies(
  { rows, importedAtMs, isFailing }: MetricSources["directory"],
): readonly MetricFamily[] {
  const importedAt = importedAtMs === null ? [] : [{ value: importedAtMs / 1_000 }];
  return [
    one("nexus_directory_rows", "Rows of the node directory in use.", "gauge", rows),
    family(
      "nexus_directory_imported_timestamp_seconds",
      "When the node directory in use was imported.",
      "gauge",
      importedAt,
    ),
    one(
      "nexus_directory_failing",
      "1 when the last attempt to renew the node directory failed.",
      "gauge",
      Number(isFailing),
    ),
  ];
}

function mqttFamilies(mqtt: MqttCounters): readonly MetricFamily[] {
  return [
    one("nexus_mqtt_connected", "1 while the broker is connected.", "gauge", Number(mqtt.isConnected)),
    one("nexus_mqtt_connects_total", "Sessions with the broker that came up.", "counter", mqtt.connects),
    one("nexus_mqtt_failures_total", "Sessions that were lost or never came up.", "counter", mqtt.failures),
    one("nexus_mqtt_published_total", "Messages that the broker took.", "counter", mqtt.published),
    one("nexus_mqtt_edges_total", "Key edges handed to the broker.", "counter", mqtt.edges),
    one(
      "nexus_mqtt_edges_skipped_total",
      "Key edges left out because the broker was away or slow, or as they were over before they were heard of.",
      "counter",
      mqtt.edgesSkipped,
    ),
  ];
}
