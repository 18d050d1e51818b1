/** What a browser's trace tells of the work of a page. */
import type { Browser, Page } from "playwright-core";

/** The machine that is stood in for: its processor is slower by this. */
export const SLOWED_TIMES = 4;

/**
 * Processor milliseconds of each task of the page meanwhile, were it slowed. A browser slows a processor by holding it up,
 * by the clock, which cannot be told from other work of the machine; so what it took unslowed is multiplied.
 */
export async function traced(
  browser: Browser,
  page: Page,
  meanwhile: () => Promise<void>,
): Promise<readonly number[]> {
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  await meanwhile();
  const trace = new TextDecoder().decode(await browser.stopTracing());
  return mainTasks(trace).map((ms) => ms * SLOWED_TIMES);
}

/** What Chromium calls a task in its trace. */
const TASK = "ThreadControllerImpl::RunTask";

/** As much of an event of a browser's trace as is read; times in microseconds, `tdur` of the processor. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
}

/** Processor milliseconds of each task of the thread that lays the page out. */
function mainTasks(trace: string): readonly number[] {
  const events: readonly TraceEvent[] = JSON.parse(trace).traceEvents;
  const layouts = Map.groupBy(
    events.filter(({ name }) => name === "Layout"),
    ({ pid, tid }) => `${pid} ${tid}`,
  );
  const busiest = [...layouts].sort(([, one], [, other]) => other.length - one.length)[0]?.[0];
  const tasks = events.filter(({ name, pid, tid }) => name === TASK && `${pid} ${tid}` === busiest);
  if (tasks.length === 0) throw new Error(`measure frames, the browser's trace has none of: ${TASK}`);
  return tasks.map(({ tdur = 0 }) => tdur / 1_000);
}
