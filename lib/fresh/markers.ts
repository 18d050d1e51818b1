/** What the server leaves in a page for the browser to start its islands. */
export interface BootState {
  readonly islands: readonly {
    readonly name: string;
    /** URL path of the module. */
    readonly file: string;
    readonly exportName: string;
  }[];
  /** The props of every island on the page, where JSON has words for all of them. */
  readonly plain?: readonly object[];
  /** Else those props as `stringify` wrote them and `JSON.parse` read them. */
  readonly props?: unknown;
}

/** The id of the script element that holds the {@linkcode BootState}. */
export const BOOT_STATE_ID = "__FRSH_STATE";

/** The comment that closes an island. */
export const ISLAND_END = "/frsh:island";

const ISLAND_START = "frsh:island:";

/** The comment that opens an island whose props are number `index` of the page. */
export function islandStart(name: string, index: number): string {
  return `${ISLAND_START}${name}:${index}`;
}

/** Reads an opening comment; `null` when it is none. */
export function parseIslandStart(text: string): { name: string; index: number } | null {
  if (!text.startsWith(ISLAND_START)) return null;
  const [name, index] = text.slice(ISLAND_START.length).split(":");
  return name === undefined ? null : { name, index: Number(index) };
}
