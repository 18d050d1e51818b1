/** One sample line, taken apart. */
interface Line {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
}

const NAME_REGEXP = /^[a-z][a-z0-9_]*$/;
const SAMPLE_REGEXP = /^([a-z][a-z0-9_]*)(?:\{(.*)\})? ([+-]?(?:Inf|[\d.e+-]+))$/;
const LABEL_REGEXP = /^(?:[a-z_][a-z0-9_]*="(?:[^"\\]|\\["\\n])*",?)*$/;

/** Units that Prometheus asks to be told in their base unit. */
const WRONG_UNIT_REGEXP = /_(?:ms|milliseconds|minutes|hours|days|kb|mb|kilobytes|megabytes|percent)(?:_|$)/;

/** What Prometheus, or its linter, would refuse or complain of in a text of metrics; nothing when it is well. */
export function lintMetrics(text: string): readonly string[] {
  const problems: string[] = [];
  if (!text.endsWith("\n")) problems.push("the last line has no end");
  const families = text.split(/^(?=# HELP )/m);
  const names = new Set<string>();
  const series = new Set<string>();
  for (const family of families) {
    const [help = "", type = "", ...rest] = family.trimEnd().split("\n");
    const [, name = "", words = ""] = /^# HELP (\S+) (.*)$/.exec(help) ?? [];
    const [, typed = "", kind = ""] = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(type) ?? [];
    const say = (problem: string) => void problems.push(`${name || help}: ${problem}`);
    if (words.trim() === "") say("it has no help");
    if (typed !== name || kind === "") say(`its type does not follow its help: ${type}`);
    if (!NAME_REGEXP.test(name)) say("it is no name");
    if (names.has(name)) say("it is announced twice");
    names.add(name);
    if ((kind === "counter") !== name.endsWith("_total")) say("counters, and no others, end in _total");
    if (WRONG_UNIT_REGEXP.test(name)) say("its unit is no base unit");
    const lines = rest.flatMap((each) => lineOf(each) ?? []);
    for (const each of rest) if (lineOf(each) === undefined) say(`it is no sample: ${each}`);
    if (lines.length === 0) say("it has no sample");
    for (const line of lines) {
      if (line.name.replace(kind === "histogram" ? /_(?:bucket|sum|count)$/ : "", "") !== name) {
        say(`a sample of another name stands here: ${line.name}`);
      }
      if (!LABEL_REGEXP.test(line.labels)) say(`its labels are malformed: ${line.labels}`);
      if (kind === "counter" && !(line.value >= 0)) say(`it counts below 0: ${line.value}`);
      const key = `${line.name}{${line.labels}}`;
      if (series.has(key)) say(`the series is there twice: ${key}`);
      series.add(key);
    }
    if (kind === "histogram") { for (const problem of histogramProblems(lines, name)) say(problem); }
  }
  return problems;
}

function lineOf(text: string): Line | undefined {
  const [, name, labels = "", value = ""] = SAMPLE_REGEXP.exec(text) ?? [];
  if (name === undefined) return undefined;
  return { name, labels, value: value === "+Inf" ? Infinity : Number(value) };
}

function histogramProblems(lines: readonly Line[], name: string): readonly string[] {
  const problems: string[] = [];
  const groups = Map.groupBy(lines, ({ labels }) => labels.replace(/,?le="[^"]*"/, ""));
  for (const [labels, group] of groups) {
    const buckets = group.filter((line) => line.name === `${name}_bucket`);
    const counts = buckets.map(({ value }) => value);
    if (!counts.every((value, index) => value >= (counts[index - 1] ?? 0))) {
      problems.push(`its buckets shrink: ${labels}`);
    }
    const all = buckets.find((line) => line.labels.includes('le="+Inf"'))?.value;
    const count = group.find((line) => line.name === `${name}_count`)?.value;
    if (all === undefined || all !== count) problems.push(`its last bucket is not its count: ${labels}`);
    if (!group.some((line) => line.name === `${name}_sum`)) problems.push(`it has no sum: ${labels}`);
  }
  return problems;
}
