import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { counted, countNetwork, searchNetwork } from "../lib/client/mod.ts";
import type { NetworkTree } from "../lib/wire/mod.ts";
import { useHeld } from "./holding.ts";
import { NodePageTree } from "./NodePageTree.tsx";
import { Exact } from "./exact_time.tsx";

/** Typing that rests this long is done: then the number of finds is told to screen readers. */
const TYPED_MS = 700;

/** Longest text that is searched for. */
export const MAX_QUERY_LENGTH = 80;

/** What the network of a node is shown from. */
export interface NodePageNetworkProps {
  readonly tree: ReadonlySignal<NetworkTree>;
  /** Up to when the tree is known to hold, epoch milliseconds; `null` where it never was. */
  readonly atMs: ReadonlySignal<number | null>;
  /** What is searched for; empty for all. */
  readonly query: ReadonlySignal<string>;
  /** Takes what somebody types. */
  readonly search: (query: string) => void;
  /** Where the pages of nodes are, with a slash at the end. */
  readonly pages: string;
  /** The order of the links that the address says, kept when the form is sent; `null` when it says none. */
  readonly sort: string | null;
  readonly stale: boolean;
}

/** Everything linked to a node, with a search; it follows the network, but not under somebody's pointer. */
export function NodePageNetwork({ tree, atMs, query, search, pages, sort, stale }: NodePageNetworkProps) {
  const { shown, listeners } = useHeld(tree);
  const words = query.value.trim();
  const found = useComputed(() => searchNetwork(shown.value, query.value)).value;
  const count = countNetwork(found);
  const finds = `${count} of ${countNetwork(shown.value)} found for “${words}”`;
  return (
    <section class="panel" aria-labelledby="network" data-stale={stale ? "yes" : "no"}>
      <h2 id="network">Network</h2>
      <AsOf atMs={atMs} />
      <NetworkSearch query={query.value} search={search} sort={sort} />
      <p class="network-counts">
        {words === "" ? <Counts tree={shown.value} /> : (
          <>
            {finds}. <ShowAll search={search} sort={sort} />
          </>
        )}
      </p>
      <Told words={words === "" ? "All nodes of the network shown" : finds} query={words} />
      <div class="network-found" {...listeners}>
        {count === 0
          ? (
            <p class="empty">
              {words === "" ? "Nothing is linked to this node" : "No node of the network fits"}
            </p>
          )
          : <NodePageTree tree={found} pages={pages} searching={words !== ""} />}
      </div>
    </section>
  );
}

/** Apart from the nodes, which are many and change less often. */
function AsOf({ atMs }: Pick<NodePageNetworkProps, "atMs">) {
  if (atMs.value === null) return <p class="as-of">Asterisk has not told yet what is linked</p>;
  return (
    <p class="as-of">
      As of <Exact atMs={atMs.value} />
    </p>
  );
}

function NetworkSearch(
  { query, search, sort }: Pick<NodePageNetworkProps, "search" | "sort"> & { readonly query: string },
) {
  return (
    <form
      class="network-search"
      method="get"
      action="#network"
      role="search"
      aria-label="Network"
      onSubmit={(event) => event.preventDefault()}
    >
      <label>
        <span>Find by number, callsign, name or place</span>
        <input
          type="search"
          name="q"
          value={query}
          maxLength={MAX_QUERY_LENGTH}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="search"
          onInput={(event) => search(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || query === "") return;
            event.preventDefault();
            search("");
          }}
        />
      </label>
      {sort !== null && <input type="hidden" name="sort" value={sort} />}
      <button class="button without-script" type="submit">Find</button>
    </form>
  );
}

function ShowAll({ search, sort }: Pick<NodePageNetworkProps, "search" | "sort">) {
  const query = sort === null ? "" : String(new URLSearchParams({ sort }));
  return (
    <a
      class="button"
      href={`?${query}#network`}
      onClick={(event) => {
        event.preventDefault();
        search("");
      }}
    >
      Show all
    </a>
  );
}

function Counts({ tree }: { readonly tree: NetworkTree }) {
  const hops = tree.hops.map((count, index) => `${count} at hop ${index + 1}`);
  if (tree.unknown > 0) hops.push(`${tree.unknown} further away`);
  return <>{counted(countNetwork(tree), "node", "nodes")}{hops.length > 0 && `: ${hops.join(", ")}`}</>;
}

/** Says once, when typing rests, how many nodes were found; what comes and goes later is not said. */
function Told({ words, query }: { readonly words: string; readonly query: string }) {
  const [told, tell] = useState("");
  const before = useRef(query);
  const latest = useRef(words);
  latest.current = words;
  useEffect(() => {
    if (before.current === query) return;
    before.current = query;
    const timer = setTimeout(() => tell(latest.current), TYPED_MS);
    return () => clearTimeout(timer);
  }, [query]);
  return <p class="sr-only" role="status">{told}</p>;
}
