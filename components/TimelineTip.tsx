import type { ReadonlySignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import {
  doubledMs,
  instantStyle,
  laneWords,
  type Picked,
  type Stretch,
  type Talk,
  talkLength,
  talkTimes,
} from "../lib/client/mod.ts";
import { Ago, RunningTimer } from "./time.tsx";

/** What the box beside a talk shows, and where. */
export interface TimelineTipProps {
  readonly picked: Picked;
  /** Where somebody else talked too in that lane. */
  readonly doubles: readonly Stretch[];
  /** The right edge of the drawing, epoch milliseconds. */
  readonly edgeMs: ReadonlySignal<number>;
  readonly widthMs: number;
  /** Lanes of the drawing. */
  readonly rows: number;
  /** What stands out of the drawing is cut off. */
  readonly isCut?: boolean;
}

/** A box over the lanes is at most so many of them high. */
const TIP_ROWS = 4;

/** The exact times of one talk, beside it. It stays where the pointer can reach it. */
export function TimelineTip({ picked, doubles, edgeMs, widthMs, rows, isCut = false }: TimelineTipProps) {
  const box = useRef<HTMLDivElement>(null);
  const { lane, talk, row } = picked;
  const part = middleOf(talk, edgeMs.value, widthMs);
  const doubleMs = doubledMs(talk, doubles, edgeMs.value);
  useLayoutEffect(() => {
    // Set from here and not as an attribute: the page's policy takes no inline styles.
    box.current?.style.setProperty("--part", String(part));
    box.current?.style.setProperty("--row", String(row / rows));
    box.current?.style.setProperty("--under", String((row + 1) / rows));
  }, [part, row, rows]);
  const { name, through } = laneWords(lane);
  const { startedAtMs, endedAtMs } = talk;
  return (
    <div class="timeline-tip" role="tooltip" data-below={isCut && row < TIP_ROWS ? "yes" : "no"} ref={box}>
      <p>
        <b>
          <bdi>{name}</bdi>
        </b>{" "}
        {through !== null && <bdi class="dim">through {through}</bdi>}
      </p>
      <p class="num">{talkTimes(talk, instantStyle.value)}</p>
      <p class="num">
        {endedAtMs === null
          ? (
            <>
              Talking for <RunningTimer atMs={startedAtMs} />
            </>
          )
          : (
            <>
              {talkLength(endedAtMs - startedAtMs)}, <Ago atMs={endedAtMs} />
            </>
          )}
      </p>
      {doubleMs > 0 && <p>Double for {talkLength(doubleMs)}</p>}
    </div>
  );
}

/** The middle of what is seen of the talk, 0 at the left edge of the drawing to 1 at the right. */
function middleOf({ startedAtMs, endedAtMs }: Talk, edgeMs: number, widthMs: number): number {
  const leftMs = edgeMs - widthMs;
  const middleMs = (Math.max(startedAtMs, leftMs) + Math.min(endedAtMs ?? edgeMs, edgeMs)) / 2;
  return Math.min(1, Math.max(0, (middleMs - leftMs) / widthMs));
}
