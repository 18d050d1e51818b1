import type { ReadonlySignal } from "@preact/signals";
import {
  calledName,
  type DashboardModel,
  formatTimer,
  type TalkerRow,
  talkerRows,
} from "../lib/client/mod.ts";
import { Ago, RunningTimer } from "./time.tsx";

/** Rows shown: what a glance takes in. */
const ROWS = 15;

/** Who talked lately: name, through which link and node, how long, how long ago. */
export function TalkerLog({ model }: { readonly model: ReadonlySignal<DashboardModel> }) {
  const rows = talkerRows(model.value, ROWS);
  return (
    <section class="panel" aria-labelledby="talker-log">
      <h2 id="talker-log">Talker log</h2>
      {rows.length === 0 ? <p class="empty">Nobody has talked yet</p> : (
        <ol class="talkers">
          {
            /* By place: the texts move on from line to line, and no line moves on the page. */
            rows.map((row, place) => <Talker key={place} row={row} />)
          }
        </ol>
      )}
    </section>
  );
}

function Talker({ row }: { readonly row: TalkerRow }) {
  const name = row.local && !row.callsign ? "Local receiver" : calledName(row);
  return (
    <li class="talker" data-running={row.running ? "yes" : "no"}>
      <span key={name} class="talker-name">
        <bdi class="callsign">{name}</bdi>{" "}
        {row.description && row.description !== name && <bdi class="dim">{row.description}</bdi>}
      </span>
      <span class="talker-way dim">
        {row.local
          ? `local on ${row.localNode}`
          : `${name === row.node ? "" : `${row.node} `}to ${row.localNode}`}
      </span>
      <span class="talker-length num">
        {row.running ? <RunningTimer atMs={row.startedAtMs} /> : length(row)}
      </span>
      <span class="talker-age num">
        {row.running ? "now" : <Ago atMs={row.endedAtMs ?? row.startedAtMs} />}
      </span>
    </li>
  );
}

/** Short keyings count to the tenth: a kerchunk of 0.4 s is not nothing. */
function length(row: TalkerRow): string {
  const seconds = row.durationSeconds;
  return seconds !== null && seconds >= 0 && seconds < 10
    ? `${seconds.toFixed(1)}\u00a0s`
    : formatTimer(seconds);
}
