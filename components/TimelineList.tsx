import type { ReadonlySignal } from "@preact/signals";
import {
  instantStyle,
  isoInstant,
  laneWords,
  type ListedTalk,
  listedTalks,
  talkLength,
  type Timeline,
  writeTimeOfDay,
} from "../lib/client/mod.ts";

/** Rows of the list: what is worth hearing one by one; `/api/transmissions` has all. */
const ROWS = 30;

/** The newest talks with their exact times as a table, for who does not see the drawing or has no JavaScript. */
export function TimelineList(props: {
  readonly timeline: ReadonlySignal<Timeline>;
  readonly nodeIds: readonly string[];
}) {
  const { timeline, nodeIds } = props;
  const talks = listedTalks(timeline.value, nodeIds, ROWS);
  if (talks.length === 0) return null;
  return (
    <details class="timeline-list">
      <summary>Newest talks as a list</summary>
      <table>
        <caption class="sr-only">The newest talks, with exact times</caption>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">To</th>
            <th scope="col">From</th>
            <th scope="col">Until</th>
            <th scope="col">Length</th>
          </tr>
        </thead>
        <tbody>
          {talks.map(({ key, lane, talk }) => <Row key={key} lane={lane} talk={talk} />)}
        </tbody>
      </table>
    </details>
  );
}

function Row({ lane, talk }: Omit<ListedTalk, "key">) {
  const { name, through } = laneWords(lane);
  const { startedAtMs, endedAtMs } = talk;
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi> {through !== null && <bdi class="dim">{through}</bdi>}
      </th>
      <td>{lane.localNode}</td>
      <td>
        <Time atMs={startedAtMs} />
      </td>
      <td>{endedAtMs === null ? "now" : <Time atMs={endedAtMs} />}</td>
      <td class="num">{endedAtMs === null ? "talking" : talkLength(endedAtMs - startedAtMs)}</td>
    </tr>
  );
}

function Time({ atMs }: { readonly atMs: number }) {
  return <time dateTime={isoInstant(atMs)}>{writeTimeOfDay(atMs, instantStyle.value)}</time>;
}
