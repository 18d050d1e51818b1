import { computed } from "@preact/signals";
import { useContext, useMemo } from "preact/hooks";
import {
  calledName,
  directionWord,
  formatPercent,
  formatSpan,
  formatTimer,
  formatTotal,
  isNewLink,
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
import { Ago, RunningTimer, ServerNow, Since, useTimeText } from "./time.tsx";

interface LinkRowProps {
  readonly link: LinkView;
  /** When it went; `null` while it is connected. */
  readonly lostAtMs: number | null;
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
}

type LinkCellProps = Pick<LinkRowProps, "link" | "lostAtMs">;

/** One link as a row (or card). It renders anew only when the link itself changed, however often the table does. */
export class LinkRow extends Pure<LinkRowProps> {
  override render({ link, lostAtMs, open, onToggle }: LinkRowProps) {
    const keyed = link.keyedSinceMs !== null;
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
          {keyed
            ? (
              <>
                <span class="sr-only">Keyed,</span>
                <RunningTimer atMs={link.keyedSinceMs} />
              </>
            )
            : <span class="sr-only">Not keyed</span>}
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
        {/* Another link's name is another cell: in the same one words would move. */}
        <LinkName key={link.node} link={link} lostAtMs={lostAtMs} />
        <td role="cell" class="col-kind">{kindWord(link.kind)}</td>
        <td role="cell" class="col-mode">{modeWord(link.mode, link.linkState)}</td>
        <td role="cell" class="col-direction">{directionWord(link.direction)}</td>
        <td role="cell" class="col-address num" title={link.ip ?? undefined}>{link.ip?.trim() || UNKNOWN}</td>
        <td role="cell" class="col-connected num" data-label="Linked">
          {lostAtMs === null
            ? <Since atMs={link.connectedSinceMs} />
            : formatSpan(secondsSince(link.connectedSinceMs, lostAtMs))}
        </td>
        <td role="cell" class="col-heard num" data-label="Heard">
          {keyed ? "now" : link.lastHeardAtMs === null ? "never" : <Ago atMs={link.lastHeardAtMs} />}
        </td>
        <TalkCells link={link} lostAtMs={lostAtMs} />
      </tr>
    );
  }
}

/** A click that is meant for the row: not for what stands in it, and not the end of marking its text. */
function isPlainClick(event: MouseEvent): boolean {
  if (event.target instanceof Element && event.target.closest("a, button")) return false;
  return (globalThis.getSelection?.()?.toString() ?? "") === "";
}

function LinkName({ link, lostAtMs }: LinkCellProps) {
  const name = calledName(link);
  const about = [name === link.description?.trim() ? null : link.description, link.location];
  const rest = about.filter((text) => text?.trim()).join(", ");
  const Mark = rowControl.value?.Mark;
  return (
    <td role="cell" class="col-name" title={rest ? `${name}, ${rest}` : name}>
      {Mark && <Mark link={link} />}
      {lostAtMs === null ? <NewMark link={link} /> : <GoneMark lostAtMs={lostAtMs} />}
      <bdi class="callsign">{link.callsign || link.description ? name : UNKNOWN}</bdi>{" "}
      {rest && <bdi class="dim">{rest}</bdi>}
    </td>
  );
}

function NewMark({ link }: Pick<LinkRowProps, "link">) {
  const now = useContext(ServerNow);
  const isNew = useMemo(() => computed(() => isNewLink(link, now.value)), [link, now]);
  return isNew.value ? <span class="link-mark" data-mark="new">New</span> : null;
}

function GoneMark({ lostAtMs }: { readonly lostAtMs: number }) {
  return (
    <span class="link-mark" data-mark="gone">
      Gone <Ago atMs={lostAtMs} />
    </span>
  );
}

function TalkCells({ link, lostAtMs }: LinkCellProps) {
  const until = (nowMs: number) => lostAtMs === null ? nowMs : Math.min(nowMs, lostAtMs);
  const inputs = [link, lostAtMs];
  const session = useTimeText((nowMs) => formatTimer(sessionTxSeconds(link, nowMs)), inputs);
  const percent = useTimeText((nowMs) => formatPercent(sessionPercent(link, until(nowMs))), inputs);
  const total = useTimeText((nowMs) => formatTotal(totalTxSeconds(link, nowMs)), inputs);
  return (
    <>
      <td role="cell" class="col-session num" data-label="Talk">{session}</td>
      <td role="cell" class="col-percent num" data-label="Share">{percent}</td>
      <td role="cell" class="col-total num" data-label="Total">{total}</td>
    </>
  );
}
