import {
  instantStyle,
  isoInstant,
  laneWords,
  listedTalks,
  type Talk,
  talkLength,
  writeTimeOfDay,
} from "../lib/client/mod.ts";
import { Pure } from "./Pure.ts";
import { GivenTalks, type TalksProps } from "./TimelineList.tsx";

/** Rows of the list: what is worth hearing one by one; `/api/transmissions` has all. */
const ROWS = 20;

function TimelineTalks({ timeline, nodeIds, isOpen }: TalksProps) {
  const talks = listedTalks(isOpen ? timeline.value : timeline.peek(), nodeIds, ROWS);
  return (
    <div>
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
    </div>
  );
}

GivenTalks.give(TimelineTalks);

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
