import { isNodeDetail, type NodeDetail } from "../wire/mod.ts";
import type { ClientClock } from "./connection.ts";

/** Asterisk is asked for it once a minute, so more often would bring nothing new. */
const EVERY_MS = 60_000;

/** A page that was opened just after a start asks sooner, a few times: the answers are on their way. */
const SOON_MS = 4_000;
const SOON_TIMES = 4;

/** What following a node's detail needs of the browser; tests give fakes. */
export interface DetailEnvironment {
  readonly clock: Pick<ClientClock, "after">;
  /** Reads `GET /api/nodes/{id}/detail`; `undefined` when that failed. */
  readonly read: () => Promise<NodeDetail | undefined>;
  readonly isVisible: () => boolean;
}

/**
 * Reads a node's detail again and again while its page is looked at, and hands each answer to `take`; a failed reading
 * changes nothing, the age beside it goes on. Gives a function that stops it.
 */
export function followNodeDetail(
  environment: DetailEnvironment,
  complete: boolean,
  take: (detail: NodeDetail) => void,
): () => void {
  const { clock, read, isVisible } = environment;
  let stopped = false;
  let soonLeft = complete ? 0 : SOON_TIMES;
  const tick = async () => {
    const detail = isVisible() ? await read() : undefined;
    if (stopped) return;
    if (detail) take(detail);
    if (detail?.flags && detail.counters) soonLeft = 0;
    timer = clock.after(nextMs(), () => void tick());
  };
  const nextMs = () => soonLeft-- > 0 ? SOON_MS : EVERY_MS;
  let timer = clock.after(nextMs(), () => void tick());
  return () => {
    stopped = true;
    timer.cancel();
  };
}

/** The detail in an answer of the API; `undefined` when it is none. */
export function readNodeDetail(answer: unknown): NodeDetail | undefined {
  const data = typeof answer === "object" && answer !== null && "data" in answer ? answer.data : undefined;
  return isNodeDetail(data) ? data : undefined;
}
