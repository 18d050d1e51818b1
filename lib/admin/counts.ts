import type { LabelledBound, MetricFamily } from "../metrics/mod.ts";
import type { SystemBound } from "../wire/mod.ts";
import type { Sum } from "./count_history.ts";

/** Names of what was dropped, refused or failed. */
const GIVEN_UP_REGEXP =
  /(dropped|refused|failed|failures|timeouts|stuck|invalid|bad_messages|resnapshots|lost|errors|disagreeing)/;

/** Every sum of something dropped, refused or failed; those of bounds are told with their bounds. */
export function countsOf(families: readonly MetricFamily[]): readonly Sum[] {
  return families
    .filter(({ name, type }) =>
      type === "counter" && GIVEN_UP_REGEXP.test(name) && !name.startsWith("nexus_bound_")
    )
    .flatMap(({ name, help, samples }) =>
      samples.map(({ labels = {}, value }) => ({ name, help, of: Object.values(labels).join(" "), value }))
    );
}

/** Every bound, with the server that it is of. */
export function boundsOf(bounds: readonly LabelledBound[]): readonly SystemBound[] {
  return bounds.map(({ labels, ...bound }) => ({ ...bound, of: Object.values(labels).join(" ") }));
}
