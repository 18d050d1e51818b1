/**
 * @module lib/metrics: what this server counts, in Prometheus' text format. Numbers are read from their owners when
 * somebody asks; only what nobody else counts (event-loop delay, latencies, events by kind) is counted here. The
 * cardinality is bounded: labels are servers, local nodes and fixed words.
 */
export { METRICS_CONTENT_TYPE, renderMetrics } from "./exposition.ts";
export type { MetricFamily, MetricType, Sample } from "./exposition.ts";
export { Histogram } from "./histogram.ts";
export { LoopDelay } from "./loop_delay.ts";
export { EventCounts } from "./event_counts.ts";
export { ActionTimes } from "./timed_actions.ts";
export { collectMetrics, type MetricSources } from "./collect.ts";
export type { ServerSource } from "./server_families.ts";
export { BoundBook, type BoundSource, type LabelledBound } from "./bound_book.ts";
export { family, one } from "./families.ts";
export { type Counted, Meter } from "./meter.ts";
export { answerMetrics, type MetricsAccess, type MetricsAnswer } from "./access.ts";
