import { computed } from "@preact/signals";
import type { RefObject } from "preact";
import { useContext, useEffect, useMemo, useRef, useState } from "preact/hooks";
import {
  browserClock,
  browserFrames,
  filteredLinks,
  filterWords,
  type LinkView,
  type LostLink,
  orderedLinkIds,
  type RowContent,
  RowSpread,
  shownLost,
  SteadyOrder,
} from "../lib/client/mod.ts";
import { LinkDetailsLater } from "./LinkDetailsLater.tsx";
import { LinkHeadings } from "./LinkHeadings.tsx";
import { LinkRoomLeft, useLinkRoom } from "./LinkRoom.tsx";
import { LinkRow } from "./LinkRow.tsx";
import { LinkChoiceContext } from "./links_context.ts";
import { Pure } from "./Pure.ts";
import { areRowsEven, type PlacedRow, rowsInSight, useRowPlaces } from "./row_places.ts";
import { ServerNow } from "./time.tsx";

/** More rows than any screen shows at once: from here on it pays to leave out those that are not in sight. */
const MANY_ROWS = 40;

interface LinkTableProps {
  readonly nodeId: string;
  readonly links: ReadonlyMap<string, LinkView>;
  readonly lost: ReadonlyMap<string, LostLink>;
  readonly stale: boolean;
}

/**
 * The links of one node in the order the viewer chose. On a narrow screen the same table is laid out as cards; the roles
 * keep it a table for assistive technology whatever the layout.
 */
export class LinkTable extends Pure<LinkTableProps> {
  override render(props: LinkTableProps) {
    return <Table {...props} />;
  }
}

function Table({ nodeId, links, lost, stale }: LinkTableProps) {
  const { sort, filter } = useContext(LinkChoiceContext);
  const body = useRef<HTMLTableSectionElement>(null);
  const { rows, ids, isStep, hold } = useRows({ links, lost }, body);
  const [opened, toggle] = useOpened();
  const placed = useRowPlaces(body, ids, isStep);
  const contents = useSpread(placed, rows, lost, body);
  const { column, descending } = sort.value;
  const room = useLinkRoom(ids.length, `${column} ${descending} ${filter.value}`);
  const isEmpty = ids.length === 0;
  return (
    <>
      {!isEmpty && (
        <table class="links" role="table" data-many={ids.length > MANY_ROWS ? "yes" : "no"}>
          <caption class="sr-only">Links of node {nodeId}</caption>
          <LinkHeadings sort={sort.value} />
          <tbody
            ref={body}
            role="rowgroup"
            onPointerEnter={(event) => event.pointerType === "mouse" && hold("pointer", true)}
            onPointerOver={LinkDetailsLater.load}
            onPointerLeave={() => hold("pointer", false)}
            onFocusIn={() => {
              hold("focus", true);
              LinkDetailsLater.load();
            }}
            onFocusOut={() => hold("focus", false)}
          >
            {placed.flatMap(({ id, key }) => {
              const content = contents.get(id);
              if (!content) return [];
              const { link, lostAtMs } = content;
              const open = opened.has(id);
              const row = <LinkRow key={key} link={link} lostAtMs={lostAtMs} open={open} onToggle={toggle} />;
              // One flat list: rows in lists of their own would be made anew whenever they change places.
              return open
                ? [row, <LinkDetailsLater.Component key={`${id}:details`} link={link} lostAtMs={lostAtMs} />]
                : [row];
            })}
          </tbody>
        </table>
      )}
      <LinkRoomLeft room={room} taken={isEmpty ? 0 : contents.size}>
        {isEmpty && <NoLinks stale={stale} filter={links.size > 0 ? filter.value : ""} />}
      </LinkRoomLeft>
    </>
  );
}

function NoLinks({ stale, filter }: { readonly stale: boolean; readonly filter: string }) {
  return (
    <p class="empty">
      {filter !== ""
        ? "No link of this node matches the filter"
        : stale
        ? "No links known"
        : "No links. Nothing is connected to this node"}
    </p>
  );
}

/** The links to show, by their identifiers in a steady order. */
function useRows(
  { links, lost }: Pick<LinkTableProps, "links" | "lost">,
  body: RefObject<HTMLTableSectionElement>,
) {
  const { sort, filter } = useContext(LinkChoiceContext);
  const now = useContext(ServerNow);
  const [, redraw] = useState(0);
  const steady = useMemo(() => {
    const steps = { nextFrame: browserFrames.whenFree.bind(browserFrames), areEven: () => areRowsEven(body) };
    return new SteadyOrder(browserClock, () => redraw((count) => count + 1), steps);
  }, []);
  useEffect(() => () => steady.stop(), [steady]);
  // Draws anew when the minute of a lost link is over, and not each second.
  const stillShown = useMemo(() => computed(() => shownLost(lost, now.value).size), [lost, now]);
  void stillShown.value;
  const nowMs = now.peek();
  const rows = useMemo(() => withLost(links, lost), [links, lost]);
  const shown = withLost(links, shownLost(lost, nowMs));
  const { column, descending } = sort.value;
  const wished = orderedLinkIds(filteredLinks(shown, filterWords(filter.value)), sort.value, nowMs);
  const asked = `${column} ${descending} ${filter.value}`;
  const ids = steady.arrange(wished, asked, (id) => rows.has(id) && filter.value === "");
  return { rows, ids, isStep: steady.isStep, hold: steady.hold.bind(steady) };
}

/** What each row shows; when many change at once it comes in several frames. */
function useSpread(
  placed: readonly PlacedRow[],
  rows: ReadonlyMap<string, LinkView>,
  lost: ReadonlyMap<string, LostLink>,
  body: RefObject<HTMLTableSectionElement>,
): ReadonlyMap<string, RowContent> {
  const [, redraw] = useState(0);
  const spread = useMemo(() => new RowSpread(), []);
  const wanted = new Map<string, RowContent>();
  for (const { id } of placed) {
    const link = rows.get(id);
    if (link) wanted.set(id, { link, lostAtMs: lost.get(id)?.lostAtMs ?? null });
  }
  const contents = spread.next(wanted, () => rowsInSight(body));
  useEffect(() => {
    if (!spread.isDone) browserFrames.whenFree(() => redraw((count) => count + 1));
  });
  return contents;
}

function withLost(
  links: ReadonlyMap<string, LinkView>,
  lost: ReadonlyMap<string, LostLink>,
): ReadonlyMap<string, LinkView> {
  if (lost.size === 0) return links;
  const rows = new Map([...lost].map(([id, { link }]) => [id, link]));
  for (const [id, link] of links) rows.set(id, link);
  return rows;
}

/** Which rows are open, and what opens and closes one. */
function useOpened(): [ReadonlySet<string>, (id: string) => void] {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = useMemo(() => (id: string) => {
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return [opened, toggle];
}
