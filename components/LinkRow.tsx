import {
  calledName,
  directionWord,
  formatPercent,
  formatTimer,
  kindWord,
  type LinkView,
  modeWord,
  sessionPercent,
  sessionTxSeconds,
  totalTxSeconds,
  UNKNOWN,
} from "../lib/client/mod.ts";
import { Pure } from "./Pure.ts";
import { Ago, RunningTimer, Since, useTimeText } from "./time.tsx";

interface LinkRowProps {
  readonly link: LinkView;
}

/** One link as a row (or card). It renders anew only when the link itself changed, however often the table does. */
export class LinkRow extends Pure<LinkRowProps> {
  override render({ link }: LinkRowProps) {
    const keyed = link.keyedSinceMs !== null;
    return (
      <tr
        role="row"
        class="link"
        data-node={link.node}
        data-keyed={keyed ? "yes" : "no"}
        data-state={link.linkState === "CONNECTING" ? "connecting" : "up"}
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
            : <NotKeyed />}
        </td>
        <td role="rowheader" class="col-node num" title={link.node}>{link.node}</td>
        <LinkName link={link} />
        <td role="cell" class="col-kind">{kindWord(link.kind)}</td>
        <td role="cell" class="col-mode">{modeWord(link.mode, link.linkState)}</td>
        <td role="cell" class="col-direction">{directionWord(link.direction)}</td>
        <td role="cell" class="col-address num" title={link.ip ?? undefined}>{link.ip?.trim() || UNKNOWN}</td>
        <td role="cell" class="col-connected num" data-label="Linked">
          <Since atMs={link.connectedSinceMs} />
        </td>
        <td role="cell" class="col-heard num" data-label="Heard">
          {keyed ? "now" : link.lastHeardAtMs === null ? "never" : <Ago atMs={link.lastHeardAtMs} />}
        </td>
        <TalkCells link={link} />
      </tr>
    );
  }
}

function NotKeyed() {
  return <span class="sr-only">Not keyed</span>;
}

function LinkName({ link }: LinkRowProps) {
  const name = calledName(link);
  const about = [name === link.description?.trim() ? null : link.description, link.location];
  const rest = about.filter((text) => text?.trim()).join(", ");
  return (
    <td role="cell" class="col-name" title={rest ? `${name}, ${rest}` : name}>
      <bdi class="callsign">{link.callsign || link.description ? name : UNKNOWN}</bdi>{" "}
      {rest && <bdi class="dim">{rest}</bdi>}
    </td>
  );
}

function TalkCells({ link }: LinkRowProps) {
  const session = useTimeText((nowMs) => formatTimer(sessionTxSeconds(link, nowMs)), [link]);
  const percent = useTimeText((nowMs) => formatPercent(sessionPercent(link, nowMs)), [link]);
  const total = useTimeText((nowMs) => formatTimer(totalTxSeconds(link, nowMs)), [link]);
  return (
    <>
      <td role="cell" class="col-session num" data-label="Talk">{session}</td>
      <td role="cell" class="col-percent num" data-label="Share">{percent}</td>
      <td role="cell" class="col-total num" data-label="Total">{total}</td>
    </>
  );
}
