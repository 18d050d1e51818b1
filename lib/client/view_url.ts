import { isNodeId, MAX_CHOICES } from "../wire/mod.ts";

/** Minutes that the talk timeline can show. */
export type SpanMinutes = 10 | 30 | 120;

/** The order of the links: a column by its name. */
export interface SortOrder {
  readonly column: string;
  readonly descending: boolean;
}

/** What the address of the dashboard says about how it is shown; everything else is the viewer's own. */
export interface DashboardViewOptions {
  /** The view for a wall screen: what is on the air, the node cards and the timeline alone. */
  readonly wall: boolean;
  /** Local nodes shown, in this order; empty for all. They need not exist. */
  readonly nodes: readonly string[];
  /** Servers whose nodes are shown, by name; empty for all. They need not exist. */
  readonly servers: readonly string[];
  /** Text that the links shown must contain; empty for all. */
  readonly filter: string;
  readonly spanMinutes: SpanMinutes;
  /** `null` for the order the page has by itself. */
  readonly sort: SortOrder | null;
}

/** How one option is written in the query. */
interface ViewParam<T> {
  readonly name: string;
  readonly fallback: T;
  /** The value, `undefined` when the texts are no such value; `texts` is never empty. */
  read(texts: readonly string[]): T | undefined;
  /** The text of a value that is not the fallback, or one for each time it is written; empty for a name alone. */
  write(value: T): string | readonly string[];
}

/** Every option and its parameter, in the order they are written. */
type ViewParams = { readonly [K in keyof DashboardViewOptions]: ViewParam<DashboardViewOptions[K]> };

/** Longer than this nobody types a filter. */
const MAX_FILTER_LENGTH = 100;

/** As long as the configuration lets a server's name be. */
const MAX_SERVER_LENGTH = 100;

const CONTROL_REGEXP = /\p{Cc}/u;
/** Text that stands in a query as it is. Most does, and a page with its links has dozens. */
const PLAIN_REGEXP = /^[A-Za-z0-9._,-]+$/;
const SORT_REGEXP = /^(-?)([a-zA-Z][a-zA-Z0-9_]{0,31})$/;
const SPANS: readonly SpanMinutes[] = [10, 30, 120];

const PARAMS: ViewParams = {
  wall: {
    name: "wall",
    fallback: false,
    read: (texts) => texts.at(-1) === "" || texts.at(-1) === "1",
    write: () => "",
  },
  nodes: { name: "node", fallback: [], read: readNodes, write: (nodes) => nodes.join(",") },
  servers: { name: "server", fallback: [], read: readServers, write: (servers) => servers },
  filter: {
    name: "filter",
    fallback: "",
    read: (texts) => texts.find((text) => text.length <= MAX_FILTER_LENGTH && !CONTROL_REGEXP.test(text)),
    write: (filter) => filter,
  },
  spanMinutes: {
    name: "span",
    fallback: 30,
    read: (texts) => SPANS.find((span) => String(span) === texts.at(-1)),
    write: String,
  },
  sort: {
    name: "sort",
    fallback: null,
    read: (texts) => parseSort(texts.at(-1) ?? ""),
    write: (sort) => sort === null ? "" : sortText(sort),
  },
};

/** The dashboard as it is without a query. */
export const DEFAULT_VIEW: DashboardViewOptions = {
  wall: PARAMS.wall.fallback,
  nodes: PARAMS.nodes.fallback,
  servers: PARAMS.servers.fallback,
  filter: PARAMS.filter.fallback,
  spanMinutes: PARAMS.spanMinutes.fallback,
  sort: PARAMS.sort.fallback,
};

/** Reads how the dashboard shall be shown. What is not there, unknown or bad is as in `DEFAULT_VIEW`; nothing throws. */
export function parseView(url: URL): DashboardViewOptions {
  const query = url.searchParams;
  return {
    wall: readParam(PARAMS.wall, query),
    nodes: readParam(PARAMS.nodes, query),
    servers: readParam(PARAMS.servers, query),
    filter: readParam(PARAMS.filter, query),
    spanMinutes: readParam(PARAMS.spanMinutes, query),
    sort: readParam(PARAMS.sort, query),
  };
}

/** Writes the query of a view, such as `?wall&node=1999`; what is as in `DEFAULT_VIEW` is left out, all of it gives "". */
export function formatView(options: DashboardViewOptions): string {
  const parts = [
    writeParam(PARAMS.wall, options.wall),
    writeParam(PARAMS.nodes, options.nodes),
    writeParam(PARAMS.servers, options.servers),
    writeParam(PARAMS.filter, options.filter),
    writeParam(PARAMS.spanMinutes, options.spanMinutes),
    writeParam(PARAMS.sort, options.sort),
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** The query of a view, as `formatView` wrote it without an order, with this one; the order comes last. */
export function withSort(query: string, sort: SortOrder): string {
  return `${query === "" ? "?" : `${query}&`}${PARAMS.sort.name}=${sortText(sort)}`;
}

/** Writes a view over the query of an address: what else is in it, such as a search, stays as it is. */
export function viewOver(search: string, options: DashboardViewOptions): string {
  const rest = new URLSearchParams(search);
  for (const { name } of Object.values(PARAMS)) rest.delete(name);
  const parts = [formatView(options).slice(1), rest.toString()].filter((part) => part !== "");
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

function readParam<T>(param: ViewParam<T>, query: URLSearchParams): T {
  const texts = query.getAll(param.name);
  return texts.length === 0 ? param.fallback : param.read(texts) ?? param.fallback;
}

function writeParam<T>(param: ViewParam<T>, value: T): string {
  if (isFallback(param, value)) return "";
  const written = param.write(value);
  if (written === "") return param.name;
  const texts = typeof written === "string" ? [written] : written;
  if (texts.every((text) => PLAIN_REGEXP.test(text))) {
    return texts.map((text) => `${param.name}=${text}`).join("&");
  }
  return new URLSearchParams(texts.map((text) => [param.name, text])).toString().replaceAll("%2C", ",");
}

function isFallback<T>(param: ViewParam<T>, value: T): boolean {
  return value === param.fallback || (Array.isArray(value) && value.length === 0);
}

/** Repeated or joined by commas; each once, and only what can be a node. */
function readNodes(texts: readonly string[]): readonly string[] {
  const nodes = new Set(texts.flatMap((text) => text.split(",")).filter(isNodeId));
  return [...nodes].slice(0, MAX_CHOICES);
}

/** Repeated, as a name may hold a comma; each once, and only what can be a name. */
function readServers(texts: readonly string[]): readonly string[] {
  const names = texts.filter((text) =>
    text.trim() !== "" && text.length <= MAX_SERVER_LENGTH && !CONTROL_REGEXP.test(text)
  );
  return [...new Set(names)].slice(0, MAX_CHOICES);
}

/** Reads an order as `sortText` writes it; undefined when it is none. */
export function parseSort(text: string): SortOrder | undefined {
  const match = SORT_REGEXP.exec(text);
  return match?.[2] === undefined ? undefined : { column: match[2], descending: match[1] === "-" };
}

/** An order as the address has it: the column, after a dash when it is descending. */
export function sortText(sort: SortOrder): string {
  return `${sort.descending ? "-" : ""}${sort.column}`;
}
