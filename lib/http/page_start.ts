import type { State } from "./services.ts";

/** How often the streams speak where nothing else is told. */
const DEFAULT_HEARTBEAT_MS = 5_000;

/** Where the streams of a page go on from that is rendered now. */
export function pageStart({ services }: State): {
  readonly generatedAtMs: number;
  readonly epoch: string;
  readonly seq: number;
  readonly heartbeatMs: number;
} {
  const { clock, live, settings } = services;
  return {
    generatedAtMs: clock.now(),
    epoch: live.epoch,
    seq: live.seq,
    heartbeatMs: settings.heartbeatIntervalMs ?? DEFAULT_HEARTBEAT_MS,
  };
}
