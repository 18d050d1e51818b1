import type { ReadonlySignal } from "@preact/signals";
import { useContext } from "preact/hooks";
import {
  anybodyTalks,
  calledName,
  type DashboardModel,
  formatTotal,
  secondsSince,
  type TopRow,
  topRows,
} from "../lib/client/mod.ts";
import { ServerNow, useTimeText } from "./time.tsx";

/** Rows shown. */
const ROWS = 10;

/** The links that have talked most, ever. */
export function TopLinks({ model }: { readonly model: ReadonlySignal<DashboardModel> }) {
  const now = useContext(ServerNow);
  const rows = topRows(model.value, ROWS, anybodyTalks(model.value) ? now.value : now.peek());
  return (
    <section class="panel" aria-labelledby="top-links">
      <h2 id="top-links">Top links</h2>
      {rows.length === 0 ? <p class="empty">No talk counted yet</p> : (
        <ol class="top">
          {rows.map((row, place) => <Top key={place} row={row} />)}
        </ol>
      )}
    </section>
  );
}

function Top({ row }: { readonly row: TopRow }) {
  const { totalTxSeconds, keyedSinceMs } = row;
  const total = useTimeText(
    (nowMs) => formatTotal(totalTxSeconds + (secondsSince(keyedSinceMs, nowMs) ?? 0)),
    [totalTxSeconds, keyedSinceMs],
  );
  const name = calledName(row);
  return (
    <li class="top-row">
      <span key={row.key} class="top-name">
        <bdi class="callsign">{name}</bdi>{" "}
        <span class="dim">{name === row.node ? "" : `${row.node} `}on {row.localNode}</span>
      </span>
      <span class="top-total num">{total}</span>
      <svg class="share" aria-hidden="true" viewBox="0 0 100 2" preserveAspectRatio="none">
        <rect width="100" height="2" class="share-all" />
        <rect width={(row.share * 100).toFixed(1)} height="2" class="share-part" />
      </svg>
    </li>
  );
}
