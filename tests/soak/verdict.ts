import type { SoakResult } from "./soak.ts";

/** Over the last three quarters memory may rise by so much, and be at most so much. */
const FLAT_MB = 3;
const MOST_MB = 80;

/** Timers that come and go with the traffic: a grace that runs, a batch that waits, a question under way. */
const TIMERS_OF_TRAFFIC = 8;

/** What a soak found wrong, one line each; memory is judged only over a course that is long enough to settle. */
export function faultsOf(result: SoakResult, judgeMemory = true): string[] {
  const { begun, ended, timersLeft } = result;
  const found: string[] = [];
  if (ended.subscribers !== 0) found.push(`${ended.subscribers} subscribers are left`);
  if (ended.files > begun.files) found.push(`${ended.files} files are open, were ${begun.files}`);
  if (ended.statements > begun.statements) {
    found.push(`${ended.statements} statements were prepared, were ${begun.statements}`);
  }
  if (ended.timers > begun.timers + TIMERS_OF_TRAFFIC) {
    found.push(`${ended.timers} timers run, were ${begun.timers}`);
  }
  if (timersLeft !== 0) found.push(`${timersLeft} timers are left after the end`);
  return judgeMemory ? [...found, ...memoryFaults(result.rssMb)] : found;
}

/** Each quarter by its median, so that a moment of garbage does not count; the highest by its peak. */
function memoryFaults(rssMb: readonly number[]): string[] {
  const quarter = Math.floor(rssMb.length / 4);
  const medians = [1, 2, 3].map((index) => median(rssMb.slice(index * quarter, (index + 1) * quarter)));
  const growth = (medians[2] ?? Infinity) - (medians[0] ?? 0);
  const peak = Math.max(...rssMb);
  const found: string[] = [];
  const shown = medians.map((mb) => mb.toFixed(1)).join(", ");
  if (growth > FLAT_MB) found.push(`memory grows by ${growth.toFixed(1)} MB: quarters 2 to 4 ${shown} MB`);
  if (peak > MOST_MB) found.push(`memory reaches ${peak.toFixed(1)} MB, quarters 2 to 4 ${shown} MB`);
  return found;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
