import type { ComponentChildren } from "preact";
import {
  directionSentence,
  formatPercent,
  formatTimer,
  kindWord,
  LINK_COLUMNS,
  type LinkView,
  modeSentence,
  publicPages,
  sessionPercent,
  sessionTxSeconds,
  totalTxSeconds,
} from "../lib/client/mod.ts";
import { linkDetailsId } from "./LinkDetailsLater.tsx";
import { LinkTransmissions } from "./LinkDetailsTransmissions.tsx";
import { rowControl } from "./row_control.ts";
import { Pure } from "./Pure.ts";
import { Exact } from "./exact_time.tsx";
import { Since, useTimeText } from "./time.tsx";

/** The link whose details are shown. */
export interface LinkDetailsProps {
  readonly link: LinkView;
  /** When it went; `null` while it is connected. */
  readonly lostAtMs: number | null;
}

/** All that is known of one link, below its row. */
export class LinkDetails extends Pure<LinkDetailsProps> {
  override render({ link, lostAtMs }: LinkDetailsProps) {
    const Actions = rowControl.value?.Actions;
    return (
      <tr role="row" class="link-details" id={linkDetailsId(link)}>
        <td role="cell" colSpan={LINK_COLUMNS.length}>
          <div class="link-facts">
            <Facts link={link} lostAtMs={lostAtMs} />
            {Actions && lostAtMs === null && <Actions link={link} />}
            <LinkTransmissions link={link} />
            <PublicPages link={link} />
          </div>
        </td>
      </tr>
    );
  }
}

function Facts({ link, lostAtMs }: LinkDetailsProps) {
  const known = [link.callsign, link.description, link.location].filter((text) => text?.trim()).join(", ");
  return (
    <dl class="facts">
      <Fact name="Name">{known ? <bdi>{known}</bdi> : "Not known"}</Fact>
      <Fact name="Network">{kindWord(link.kind)}</Fact>
      <Fact name="Mode">{modeSentence(link)}</Fact>
      <Fact name="Direction">{directionSentence(link)}</Fact>
      <Fact name="Address">{link.ip?.trim() || "Not known"}</Fact>
      <Fact name="Connected">
        {link.connectedSinceMs === null ? "Not known" : (
          <>
            <Exact atMs={link.connectedSinceMs} /> {lostAtMs === null && (
              <>
                (<Since atMs={link.connectedSinceMs} />)
              </>
            )}
          </>
        )}
      </Fact>
      {lostAtMs !== null && (
        <Fact name="Gone since">
          <Exact atMs={lostAtMs} />
        </Fact>
      )}
      <Talk link={link} lostAtMs={lostAtMs} />
    </dl>
  );
}

function Talk({ link, lostAtMs }: LinkDetailsProps) {
  const until = (nowMs: number) => lostAtMs === null ? nowMs : Math.min(nowMs, lostAtMs);
  const inputs = [link, lostAtMs];
  const session = useTimeText(
    (nowMs) =>
      `${formatTimer(sessionTxSeconds(link, nowMs))}, ${
        formatPercent(sessionPercent(link, until(nowMs)))
      } of the time`,
    inputs,
  );
  const total = useTimeText((nowMs) => formatTimer(totalTxSeconds(link, nowMs)), inputs);
  return (
    <>
      <Fact name="Talk this session">{session}</Fact>
      <Fact name="Talk ever">{total}</Fact>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd class="num">{children}</dd>
    </div>
  );
}

function PublicPages({ link }: Pick<LinkDetailsProps, "link">) {
  const pages = publicPages(link);
  if (pages.length === 0) return null;
  return (
    <p class="public-pages">
      <span class="dim">{link.node} at AllStarLink:</span>
      {pages.map(({ title, url }) => (
        <a key={url} href={url} target="_blank" rel="noopener">
          {title}
          <span class="sr-only">of {link.node}, in a new tab</span>
        </a>
      ))}
    </p>
  );
}
