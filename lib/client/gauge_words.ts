import type { SystemGauge } from "../wire/mod.ts";

const KIB = 1_024;

/** Bytes for people: `62.4 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < KIB) return `${Math.round(bytes)} B`;
  if (bytes < KIB * KIB) return `${(bytes / KIB).toFixed(1)} KiB`;
  return `${(bytes / KIB / KIB).toFixed(1)} MiB`;
}

/** A value of a gauge with its unit. */
export function formatGauge(unit: SystemGauge["unit"], value: number): string {
  switch (unit) {
    case "bytes":
      return formatBytes(value);
    case "seconds":
      return `${(value * 1_000).toFixed(1)} ms`;
    case "per_second":
      return `${value < 10 ? value.toFixed(1) : Math.round(value)} /s`;
    case "count":
      return String(Math.round(value));
  }
}

/** What the chart of a gauge shows, in words. */
export function gaugeWords({ label, unit, value, history }: SystemGauge, periodSec: number): string {
  const minutes = Math.round(history.length * periodSec / 60);
  const format = (each: number) => formatGauge(unit, each);
  const now = `${label}: ${format(value)}`;
  if (history.length < 2) return now;
  const span = minutes < 1 ? "the last minute" : `the last ${minutes} min`;
  return `${now}, from ${format(Math.min(...history))} to ${format(Math.max(...history))} in ${span}`;
}
