import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { Histogram, renderMetrics } from "../../lib/metrics/mod.ts";
import { lintMetrics } from "./lint.ts";

Deno.test("lintMetrics finds nothing in what renderMetrics writes", () => {
  const histogram = new Histogram([0.1, 1]);
  histogram.observe(0.5);
  const text = renderMetrics([
    {
      name: "nexus_a_total",
      help: "A.",
      type: "counter",
      samples: [{ labels: { server: 'x"\\' }, value: 1 }],
    },
    { name: "nexus_b_seconds", help: "B.", type: "histogram", samples: histogram.samples({ server: "x" }) },
  ]);
  deepStrictEqual(lintMetrics(text), []);
});

const FAULTS: readonly (readonly [what: string, text: string, problem: RegExp])[] = [
  ["a series twice", "# HELP a A.\n# TYPE a gauge\na 1\na 2\n", /a: the series is there twice: a\{\}/],
  [
    "a family twice",
    '# HELP a A.\n# TYPE a gauge\na 1\n# HELP a A.\n# TYPE a gauge\na{b="c"} 1\n',
    /announced twice/,
  ],
  ["no help", "# HELP a \n# TYPE a gauge\na 1\n", /no help/],
  ["no type", "# HELP a A.\na 1\n", /type does not follow/],
  ["a counter without _total", "# HELP a A.\n# TYPE a counter\na 1\n", /end in _total/],
  ["a gauge with _total", "# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n", /end in _total/],
  ["milliseconds", "# HELP a_ms A.\n# TYPE a_ms gauge\na_ms 1\n", /no base unit/],
  ["a foreign sample", "# HELP a A.\n# TYPE a gauge\nb 1\n", /another name stands here: b/],
  ["a broken label", '# HELP a A.\n# TYPE a gauge\na{b="c"d"} 1\n', /labels are malformed/],
  ["no number", "# HELP a A.\n# TYPE a gauge\na NaNny\n", /it is no sample/],
  [
    "a bucket beyond the count",
    '# HELP a A.\n# TYPE a histogram\na_bucket{le="+Inf"} 2\na_sum 1\na_count 3\n',
    /last bucket is not its count/,
  ],
  ["a text without end", "# HELP a A.\n# TYPE a gauge\na 1", /the last line has no end/],
];

for (const [what, text, problem] of FAULTS) {
  Deno.test(`lintMetrics tells of ${what}`, () => {
    const problems = lintMetrics(text);
    strictEqual(problems.length > 0, true);
    match(problems.join("\n"), problem);
  });
}
