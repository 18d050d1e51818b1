import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import {
  instantStyle,
  isoInstant,
  laneWords,
  listedTalks,
  type Talk,
  talkLength,
  type Timeline,
  writeTimeOfDay,
} from "../lib/client/mod.ts";
import { Pure } from "./Pure.ts";

/** Rows of the list: what is worth hearing one by one; `/api/transmissions` has all. */
const ROWS = 20;

/** What the list is made from. */
interface ListProps {
  readonly timeline: ReadonlySignal<Timeline>;
  readonly nodeIds: readonly string[];
}

/**
 * The newest talks with their exact times as a table, for who does not see the drawing or has no JavaScript. Nobody
 * sees it change while it is closed, so it does not.
 */
export class TimelineList extends Pure<ListProps> {
  override render(props: ListProps) {
    return <List {...props} />;
  }
}

function List({ timeline, nodeIds }: ListProps) {
  const [isOpen, setOpen] = useState(false);
  const isEmpty = useComputed(() => listedTalks(timeline.value, nodeIds, 1).length === 0);
  // As high as the closed list, which takes its place with the first talk.
  if (isEmpty.value) return <p class="timeline-unlisted dim">No talks to list</p>;
  const talks = listedTalks(isOpen ? timeline.value : timeline.peek(), nodeIds, ROWS);
  return (
    <details class="timeline-list" onToggle={(event) => setOpen(event.currentTarget.open)}>
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
          {talks.map(({ key, lane, talk }) => (
            <Row key={key} {...laneWords(lane)} to={lane.localNode} talk={talk} />
          ))}
        </tbody>
      </table>
    </details>
  );
}

interface RowProps {
  readonly name: string;
  readonly through: string | null;
  readonly to: string;
  readonly talk: Talk;
}

class Row extends Pure<RowProps> {
  override render({ name, through, to, talk }: RowProps) {
    const { startedAtMs, endedAtMs } = talk;
    return (
      <tr>
        <th scope="row">
          <bdi>{name}</bdi> {through !== null && <bdi class="dim">{through}</bdi>}
        </th>
        <td>{to}</td>
        <td>{time(startedAtMs)}</td>
        <td>{endedAtMs === null ? "now" : time(endedAtMs)}</td>
        <td class="num">{endedAtMs === null ? "talking" : talkLength(endedAtMs - startedAtMs)}</td>
      </tr>
    );
  }
}

/** Not a component of its own: there are many, on every page that the server gives. */
function time(atMs: number) {
  return <time dateTime={isoInstant(atMs)}>{writeTimeOfDay(atMs, instantStyle.value)}</time>;
}
