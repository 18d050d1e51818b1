import { useContext } from "preact/hooks";
import {
  calledName,
  directionWord,
  formatAge,
  formatPercent,
  formatSpan,
  formatTimer,
  formatTotal,
  isNewLink,
  isoInstant,
  kindWord,
  type LinkView,
  modeWord,
  secondsSince,
  sessionPercent,
  sessionTxSeconds,
  totalTxSeconds,
  UNKNOWN,
} from "../lib/client/mod.ts";
import { linkDetailsId } from "./LinkDetailsLater.tsx";
import { rowControl } from "./row_control.ts";
import { Pure } from "./Pure.ts";
import { Ago, ServerNow, useExact, useTimeTest, useTimeTextOf } from "./time.tsx";

interface LinkRowProps {
  readonly link: LinkView;
  /** When it went; `null` while it is connected. */
  readonly lostAtMs: number | null;
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
}

/**
 * One link as a row (or card). It renders anew only when the link itself changed, however often the table does. All in one
 * piece: there are many rows, and a component for each text in them would cost more than the texts.
 */
export class LinkRow extends Pure<LinkRowProps> {
  override render({ link, lostAtMs, open, onToggle }: LinkRowProps) {
    const keyed = link.keyedSinceMs !== null;
    const times = useRowTimes(link, lostAtMs);
    const kind = kindWord(link.kind);
    const mode = modeWord(link.mode, link.linkState);
    const direction = directionWord(link.direction);
    return (
      <tr
        role="row"
        class="link"
        data-node={link.node}
        data-keyed={keyed ? "yes" : "no"}
        data-state={lostAtMs !== null ? "lost" : link.linkState === "CONNECTING" ? "connecting" : "up"}
        data-open={open ? "yes" : "no"}
        onClick={(event) => isPlainClick(event) && onToggle(link.node)}
      >
        <td role="cell" class="col-keyed">
          <span class="key-dot" aria-hidden="true" />
          <span class="sr-only">{keyed ? "Keyed," : "Not keyed"}</span>
          {keyed && <span class="num">{times.timer}</span>}
        </td>
        <td role="rowheader" class="col-node num" title={link.node}>
          <button
            type="button"
            class="link-open"
            aria-expanded={open}
            aria-controls={open ? linkDetailsId(link) : undefined}
            aria-label={`Details of ${link.node}`}
            onClick={() => onToggle(link.node)}
          />
          <span class="link-number">{link.node}</span>
        </td>
        {nameCell(link, lostAtMs, times.isNew)}
        {/* On a card they stand in one line: behind another word each is another cell, so that none moves. */}
        <td role="cell" class="col-kind">{kind}</td>
        <td key={kind} role="cell" class="col-mode">{mode}</td>
        <td key={`${kind} ${mode}`} role="cell" class="col-direction">{direction}</td>
        <td
          key={`${kind} ${mode} ${direction}`}
          role="cell"
          class="col-address num"
          title={link.ip ?? undefined}
        >
          {link.ip?.trim() || UNKNOWN}
        </td>
        <td role="cell" class="col-connected num" data-label="Linked">
          {lostAtMs === null
            ? (
              <time dateTime={isoInstant(link.connectedSinceMs)} title={times.connectedAt}>
                {times.linked}
              </time>
            )
            : times.linked}
        </td>
        <td role="cell" class="col-heard num" data-label="Heard">
          {keyed
            ? "now"
            : link.lastHeardAtMs === null
            ? "never"
            : <time dateTime={isoInstant(link.lastHeardAtMs)} title={times.heardAt}>{times.heard}</time>}
        </td>
        <td role="cell" class="col-session num" data-label="Talk">{times.session}</td>
        <td role="cell" class="col-percent num" data-label="Share">{times.percent}</td>
        <td role="cell" class="col-total num" data-label="Total">{times.total}</td>
      </tr>
    );
  }
}

/** What in a row passes with time. */
function useRowTimes(link: LinkView, lostAtMs: number | null) {
  const now = useContext(ServerNow);
  const inputs = [link, lostAtMs];
  const until = (nowMs: number) => lostAtMs === null ? nowMs : Math.min(nowMs, lostAtMs);
  const text = (write: (nowMs: number) => string) => useTimeTextOf(now, write, inputs);
  return {
    isNew: useTimeTest(now, (nowMs) => lostAtMs === null && isNewLink(link, nowMs), inputs),
    timer: text((nowMs) => formatTimer(secondsSince(link.keyedSinceMs, nowMs))),
    linked: text((nowMs) => formatSpan(secondsSince(link.connectedSinceMs, lostAtMs ?? nowMs))),
    connectedAt: useExact(link.connectedSinceMs),
    heard: text((nowMs) => formatAge(secondsSince(link.lastHeardAtMs, nowMs))),
    heardAt: useExact(link.lastHeardAtMs),
    session: text((nowMs) => formatTimer(sessionTxSeconds(link, nowMs))),
    percent: text((nowMs) => formatPercent(sessionPercent(link, until(nowMs)))),
    total: text((nowMs) => formatTotal(totalTxSeconds(link, nowMs))),
  };
}

/** A click that is meant for the row: not for what stands in it, and not the end of marking its text. */
function isPlainClick(event: MouseEvent): boolean {
  if (event.target instanceof Element && event.target.closest("a, button")) return false;
  return (globalThis.getSelection?.()?.toString() ?? "") === "";
}

function nameCell(link: LinkView, lostAtMs: number | null, isNew: boolean) {
  const name = calledName(link);
  const about = [name === link.description?.trim() ? null : link.description, link.location];
  const rest = about.filter((text) => text?.trim()).join(", ");
  const Mark = rowControl.value?.Mark;
  return (
    // Another link's name is another cell, and so is that of one that goes: in the same one words would move.
    <td
      key={`${link.node} ${lostAtMs !== null}`}
      role="cell"
      class="col-name"
      title={rest ? `${name}, ${rest}` : name}
    >
      {Mark && <Mark link={link} />}
      {isNew && <span class="link-mark" data-mark="new">New</span>}
      {lostAtMs !== null && (
        <span class="link-mark" data-mark="gone">
          Gone <Ago atMs={lostAtMs} />
        </span>
      )}
      <bdi class="callsign">{link.callsign || link.description ? name : UNKNOWN}</bdi>{" "}
      {rest && <bdi class="dim">{rest}</bdi>}
    </td>
  );
}
