import { computed, type ReadonlySignal } from "@preact/signals";
import { useContext, useEffect, useMemo, useRef, useState } from "preact/hooks";
import {
  counted,
  type DashboardModel,
  filteredLinks,
  filterWords,
  LINK_COLUMNS,
  type LinkColumn,
  type SortOrder,
} from "../lib/client/mod.ts";
import { LinkChoiceContext } from "./links_context.ts";

/** Typing that rests this long is done: then the number of matches is told to screen readers. */
const TYPED_MS = 700;

/** The filter of all links, and their order where there are no headings to choose it by. A form without JavaScript. */
export function LinkFilter({ model }: { readonly model: ReadonlySignal<DashboardModel> }) {
  const choice = useContext(LinkChoiceContext);
  const { wall, nodes, servers, spanMinutes } = choice.asked;
  const filter = choice.filter.value;
  const words = useMatches(model);
  return (
    <form
      class="link-filter"
      role="search"
      aria-label="Links"
      action={`${choice.basePath}/`}
      onSubmit={(event) => event.preventDefault()}
    >
      <label for="link-filter">Filter links</label>
      <input
        id="link-filter"
        type="search"
        name="filter"
        value={filter}
        maxLength={100}
        placeholder="Number, callsign, place"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        enterkeyhint="search"
        onInput={(event) => choice.filterBy(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || filter === "") return;
          event.preventDefault();
          choice.filterBy("");
        }}
      />
      {wall && <input type="hidden" name="wall" value="" />}
      {nodes.length > 0 && <input type="hidden" name="node" value={nodes.join(",")} />}
      {servers.map((server) => <input key={server} type="hidden" name="server" value={server} />)}
      {spanMinutes !== 30 && <input type="hidden" name="span" value={String(spanMinutes)} />}
      <SortChoice />
      <button type="submit" class="button without-script">Apply</button>
      <p class="link-matches" aria-hidden="true">{filter.trim() === "" ? "" : words.value}</p>
      <Told words={words} filter={filter} />
    </form>
  );
}

function SortChoice() {
  const choice = useContext(LinkChoiceContext);
  const sort = choice.sort.value;
  return (
    <label class="link-sort">
      <span>Sort by</span>
      <select
        name="sort"
        onChange={(event) => {
          const chosen = LINK_COLUMNS[event.currentTarget.selectedIndex];
          if (chosen) choice.sortBy({ column: chosen.name, descending: chosen.largestFirst });
        }}
      >
        {LINK_COLUMNS.map((column) => <SortOption key={column.name} column={column} sort={sort} />)}
      </select>
    </label>
  );
}

function SortOption({ column, sort }: { readonly column: LinkColumn; readonly sort: SortOrder }) {
  const selected = column.name === sort.column;
  const descending = selected ? sort.descending : column.largestFirst;
  return <option value={`${descending ? "-" : ""}${column.name}`} selected={selected}>{column.title}</option>;
}

/** "3 of 104 links", by the filter. */
function useMatches(model: ReadonlySignal<DashboardModel>): ReadonlySignal<string> {
  const choice = useContext(LinkChoiceContext);
  return useMemo(() =>
    computed(() => {
      const words = filterWords(choice.filter.value);
      let shown = 0;
      let all = 0;
      for (const { links } of model.value.nodes.values()) {
        shown += filteredLinks(links, words).size;
        all += links.size;
      }
      return `${shown} of ${counted(all, "link", "links")}`;
    }), [model, choice]);
}

/** Says once, when typing rests, how many links match; what comes and goes later is not said. */
function Told({ words, filter }: { readonly words: ReadonlySignal<string>; readonly filter: string }) {
  const [told, tell] = useState("");
  const before = useRef(filter);
  useEffect(() => {
    if (before.current === filter) return;
    before.current = filter;
    const timer = setTimeout(() => tell(filter.trim() === "" ? "All links shown" : words.peek()), TYPED_MS);
    return () => clearTimeout(timer);
  }, [filter]);
  return <p class="sr-only" role="status">{told}</p>;
}
