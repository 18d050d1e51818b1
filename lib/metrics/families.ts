import type { MetricFamily, MetricType, Sample } from "./exposition.ts";

/** A family of several samples. */
export function family(
  name: string,
  help: string,
  type: MetricType,
  samples: readonly Sample[],
): MetricFamily {
  return { name, help, type, samples };
}

/** A family of one sample. */
export function one(
  name: string,
  help: string,
  type: MetricType,
  value: number,
  labels: Readonly<Record<string, string>> = {},
): MetricFamily {
  return family(name, help, type, [{ labels, value }]);
}
