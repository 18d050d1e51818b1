/** What kind of number it is: one that only grows, one that goes up and down, or counted buckets. */
export type MetricType = "counter" | "gauge" | "histogram";

/** One number. `suffix` is for the parts of a histogram (`_bucket`, `_sum`, `_count`). */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly suffix?: "_bucket" | "_sum" | "_count";
  readonly value: number;
}

/** All samples of one name. Names follow Prometheus' conventions: base units, `_total` for counters. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly samples: readonly Sample[];
}

/**
 * Writes families in Prometheus' text format 0.0.4. Label values are escaped as it asks; families without samples are
 * left out.
 */
export function renderMetrics(families: readonly MetricFamily[]): string {
  return families.filter((family) => family.samples.length > 0).map(renderFamily).join("");
}

/** The content type of the format. */
export const METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

function renderFamily({ name, help, type, samples }: MetricFamily): string {
  const lines = samples.map(({ labels = {}, suffix = "", value }) =>
    `${name}${suffix}${renderLabels(labels)} ${renderValue(value)}\n`
  );
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function renderLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function renderValue(value: number): string {
  if (value === Infinity) return "+Inf";
  return value === -Infinity ? "-Inf" : String(value);
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function escapeHelp(help: string): string {
  return help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
