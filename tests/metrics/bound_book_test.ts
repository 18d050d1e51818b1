import { deepStrictEqual } from "node:assert/strict";
import { BoundBook, renderMetrics } from "../../lib/metrics/mod.ts";
import { lintMetrics } from "./lint.ts";

Deno.test("BoundBook tells fullness, limit and losses of every source, read when it is asked", () => {
  const book = new BoundBook();
  let used = 1;
  book.watch(() => [{ name: "queue", used, limit: 8 }]);
  book.watch(() => [{ name: "ring", used: 2, limit: 4, dropped: 7 }], { server: "hill" });
  used = 5;
  deepStrictEqual(book.families().map(({ name, samples }) => [name, samples]), [
    ["nexus_bound_used", [{ labels: { bound: "queue" }, value: 5 }, {
      labels: { bound: "ring", server: "hill" },
      value: 2,
    }]],
    ["nexus_bound_limit", [{ labels: { bound: "queue" }, value: 8 }, {
      labels: { bound: "ring", server: "hill" },
      value: 4,
    }]],
    ["nexus_bound_dropped_total", [{ labels: { bound: "ring", server: "hill" }, value: 7 }]],
  ]);
});

Deno.test("BoundBook tells one series of two bounds with one name, the fuller, and keeps servers apart", () => {
  const book = new BoundBook();
  book.watch(() => [{ name: "queue", used: 1, limit: 8 }, { name: "queue", used: 3, limit: 8 }]);
  book.watch(() => [{ name: "queue", used: 2, limit: 8 }]);
  for (const server of ["hill", "town"]) book.watch(() => [{ name: "queue", used: 4, limit: 8 }], { server });
  const text = renderMetrics(book.families());
  deepStrictEqual(lintMetrics(text), []);
  deepStrictEqual(text.match(/^nexus_bound_used.*$/gm), [
    'nexus_bound_used{bound="queue"} 3',
    'nexus_bound_used{bound="queue",server="hill"} 4',
    'nexus_bound_used{bound="queue",server="town"} 4',
  ]);
});
