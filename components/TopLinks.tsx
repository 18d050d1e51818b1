import type { ReadonlySignal } from "@preact/signals";
import {
  calledName,
  type DashboardModel,
  formatTimer,
  secondsSince,
  type TopRow,
  topRows,
} from "../lib/client/mod.ts";
import { useTimeText } from "./time.tsx";

/** Rows shown. */
const ROWS = 10;

/** The links that have talked most, ever. */
export function TopLinks({ model }: { readonly model: ReadonlySignal<DashboardModel> }) {
  const rows = topRows(model.value, ROWS);
  return (
    <section class="panel" aria-labelledby="top-links">
      <h2 id="top-links">Top links</h2>
      {rows.length === 0 ? <p class="empty">No talk counted yet</p> : (
        <ol class="top">
          {rows.map((row) => <Top key={row.key} row={row} />)}
        </ol>
      )}
    </section>
  );
}

function Top({ row }: { readonly row: TopRow }) {
  const { totalTxSeconds, keyedSinceMs } = row;
  const total = useTimeText(
    (nowMs) => formatTimer(totalTxSeconds + (secondsSince(keyedSinceMs, nowMs) ?? 0)),
    [totalTxSeconds, keyedSinceMs],
  );
  const name = calledName(row);
  return (
    <li class="top-row">
      <span class="top-name">
        <bdi class="callsign">{name}</bdi>
        <span class="dim">{name === row.node ? "" : `${row.node} `}on {row.localNode}</span>
      </span>
      <span class="top-total num">{total}</span>
      <svg class="share" aria-hidden="true" viewBox="0 0 100 2" preserveAspectRatio="none">
        <rect width="100" height="2" class="share-all" />
        <rect width={(Math.min(1, row.share) * 100).toFixed(1)} height="2" class="share-part" />
      </svg>
    </li>
  );
}
