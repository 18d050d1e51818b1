/** What the public statistics tell of one node; `null` for what is not told. */
export interface NodeStats {
  /** Somebody talks into the node. */
  readonly isKeyed: boolean;
  /** The number is in use, as far as its owner says. */
  readonly isInUse: boolean;
  readonly links: number | null;
  /** How long its app_rpt runs, and how much of that it transmitted. */
  readonly uptimeSec: number | null;
  readonly txSec: number | null;
  readonly reportedAtMs: number | null;
  readonly registeredAtMs: number | null;
}

/** No counter of seconds is longer; an instant in seconds has ten digits. */
const SECONDS_REGEXP = /^\d{1,11}$/;

/** Reads an answer about `node`; `undefined` for what is none, or is about another node. */
export function readNodeStats(answer: unknown, node: string): NodeStats | undefined {
  const stats = field(answer, "stats");
  const registered = field(answer, "node");
  const names = [field(stats, "node"), field(registered, "name")].filter((name) => name !== undefined);
  if (names.length === 0 || names.some((name) => String(name) !== node)) return undefined;
  const data = field(stats, "data");
  const links = field(data, "links");
  const registeredSec = secondsOf(field(registered, "regseconds"));
  return {
    isKeyed: field(data, "keyed") === true,
    isInUse: registered === undefined || field(registered, "Status") === "Active",
    links: Array.isArray(links) ? links.length : null,
    uptimeSec: secondsOf(field(data, "apprptuptime")),
    txSec: secondsOf(field(data, "totaltxtime")),
    reportedAtMs: instantOf(field(stats, "updated_at")),
    registeredAtMs: registeredSec === null ? null : registeredSec * 1_000,
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) ?? undefined : undefined;
}

/** Counters come as text, some as numbers. */
function secondsOf(value: unknown): number | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && SECONDS_REGEXP.test(text) ? Number(text) : null;
}

function instantOf(value: unknown): number | null {
  const atMs = typeof value === "string" ? Date.parse(value) : NaN;
  return atMs > 0 ? atMs : null;
}
