import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { Bound, FavoriteActivity, FavoriteActivityAnswer, FavoriteState } from "../wire/mod.ts";
import type { NodeStats } from "./node_stats.ts";
import type { AskStats, StatsAnswer } from "./stats_source.ts";
import { TxShares } from "./tx_share.ts";

/** The service takes 30 requests a minute of one address, whatever else asks from there: a third is left to others. */
const GAP_MS = 3_000;

/** Somebody looks for so long after each request of their page, which asks every few seconds. */
const LOOK_MS = 20_000;

/** One node is not asked about more often than this, however few there are. */
const REREAD_MS = 15_000;

/** A number that was unknown may be registered some day. */
const REREAD_UNLISTED_MS = 600_000;

/** Wait after a failure; it doubles with each that follows. */
const FAILED_MS = 15_000;
const MAX_FAILED_MS = 300_000;

/** Wait where there were too many requests; doubles too. Where the server names a longer one, that. */
const BUSY_MS = 60_000;
const MAX_BUSY_MS = 600_000;

/** Nodes tell the statistics something every three minutes; five times that in silence is away. */
const REPORT_MS = 900_000;

/** While somebody talks a node tells it again every half minute; later than this its end was not told. */
const KEYED_MS = 120_000;

/** Nodes that tell nothing register all the same, which is shown late. */
const REGISTERED_MS = 3_600_000;

/** Nodes that are known or looked at, of all accounts together; ten accounts with twenty favourites each. */
export const MAX_WATCHED = 200;

/** Numbers of the public network; those below are private, those above are of other networks. */
const PUBLIC_NUMBERS = { least: 2_000, most: 1_999_999 } as const;

/** What favourites are watched by. */
export interface FavoriteWatchOptions {
  readonly ask: AskStats;
  readonly clock: Clock;
  readonly log: Logger;
}

/** One node that somebody looks at, or looked at. Times are of the monotonic clock. */
interface Watched {
  lookedUntilMs: number;
  /** When it is asked about next. */
  dueMs: number;
  found: { readonly stats: NodeStats; readonly saidAtMs: number; readonly readAtMs: number } | null;
  isUnlisted: boolean;
  readonly shares: TxShares;
}

/**
 * What favourites are doing, from the public statistics: asked only while somebody looks, about one node at a time and in turn. It has
 * no timer while nobody does.
 */
export class FavoriteWatch {
  readonly #nodes = new Map<string, Watched>();
  readonly #ended = new AbortController();
  #timer: Timer | null = null;
  #isAsking = false;
  #notBeforeMs = -Infinity;
  #failures = 0;
  #fault: string | null = null;

  constructor(private readonly options: FavoriteWatchOptions) {}

  /** Nodes that are held, and where that ends. */
  get bound(): Bound {
    return { name: "favorites_watched", used: this.#nodes.size, limit: MAX_WATCHED };
  }

  /** What is known of nodes that somebody looks at: they are kept up to date for a while. */
  look(nodes: readonly string[]): FavoriteActivityAnswer {
    const nowMs = this.options.clock.monotonicMs();
    for (const node of nodes) if (isPublic(node)) this.#lookAt(node, nowMs);
    this.#plan();
    return this.known(nodes);
  }

  /** What is known of nodes. */
  known(nodes: readonly string[]): FavoriteActivityAnswer {
    const activity = nodes.map((node) => activityOf(node, this.#nodes.get(node)));
    return { enabled: true, fault: this.#fault, activity };
  }

  /** Asks nothing any more. */
  stop(): void {
    this.#ended.abort();
    this.#timer?.cancel();
    this.#timer = null;
  }

  #lookAt(node: string, nowMs: number): void {
    const known = this.#nodes.get(node);
    if (known === undefined && this.#nodes.size >= MAX_WATCHED && !this.#forgetOne(nowMs)) return;
    const watched = known ??
      { lookedUntilMs: 0, dueMs: nowMs, found: null, isUnlisted: false, shares: new TxShares() };
    watched.lookedUntilMs = nowMs + LOOK_MS;
    this.#nodes.set(node, watched);
  }

  /** Makes room: who was not looked at for longest goes. False while all are looked at. */
  #forgetOne(nowMs: number): boolean {
    const [oldest] = [...this.#nodes].sort(([, one], [, other]) => one.lookedUntilMs - other.lookedUntilMs);
    if (oldest === undefined || oldest[1].lookedUntilMs > nowMs) return false;
    return this.#nodes.delete(oldest[0]);
  }

  /** Whose turn it is: of those that are looked at, who waits longest. */
  #next(nowMs: number): readonly [string, Watched] | undefined {
    let next: readonly [string, Watched] | undefined;
    for (const entry of this.#nodes) {
      if (entry[1].lookedUntilMs > nowMs && (next === undefined || entry[1].dueMs < next[1].dueMs)) {
        next = entry;
      }
    }
    return next;
  }

  #plan(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const { clock } = this.options;
    const nowMs = clock.monotonicMs();
    const next = this.#next(nowMs);
    if (next === undefined || this.#isAsking || this.#ended.signal.aborted) return;
    const waitMs = Math.max(0, this.#notBeforeMs - nowMs, next[1].dueMs - nowMs);
    this.#timer = clock.after(waitMs, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    const { ask, clock } = this.options;
    const nowMs = clock.monotonicMs();
    const next = this.#next(nowMs);
    if (next === undefined) return;
    const [node, watched] = next;
    this.#isAsking = true;
    this.#notBeforeMs = nowMs + GAP_MS;
    watched.dueMs = nowMs + REREAD_MS;
    const answer = await ask(node, this.#ended.signal);
    this.#isAsking = false;
    if (this.#ended.signal.aborted) return;
    this.#take(watched, answer);
    this.#plan();
  }

  #take(watched: Watched, answer: StatsAnswer): void {
    if (answer.kind === "busy" || answer.kind === "failed") return this.#failed(answer);
    this.#failures = 0;
    this.#fault = null;
    watched.isUnlisted = answer.kind === "unlisted";
    if (answer.kind === "unlisted") {
      watched.found = null;
      watched.dueMs = this.options.clock.monotonicMs() + REREAD_UNLISTED_MS;
      return;
    }
    const { stats, atMs } = answer;
    watched.shares.take(stats);
    watched.found = { stats, saidAtMs: atMs, readAtMs: this.options.clock.now() };
  }

  #failed(answer: Extract<StatsAnswer, { readonly kind: "busy" | "failed" }>): void {
    const { clock, log } = this.options;
    const factor = 2 ** Math.min(20, this.#failures++);
    const waitMs = answer.kind === "busy"
      ? Math.max(answer.retryMs ?? 0, Math.min(MAX_BUSY_MS, BUSY_MS * factor))
      : Math.min(MAX_FAILED_MS, FAILED_MS * factor);
    this.#notBeforeMs = clock.monotonicMs() + waitMs;
    const why = answer.kind === "busy" ? "too many requests from this address" : answer.why;
    this.#fault = `ask the public statistics, ${why}: tried again after ${Math.round(waitMs / 1_000)} s`;
    if (this.#failures === 1) log.warn("public statistics do not answer", { why });
  }
}

function isPublic(node: string): boolean {
  const number = Number(node);
  return number >= PUBLIC_NUMBERS.least && number <= PUBLIC_NUMBERS.most;
}

function activityOf(node: string, watched: Watched | undefined): FavoriteActivity {
  const { stats, readAtMs } = watched?.found ?? { stats: null, readAtMs: null };
  const share = stats === null ? null : watched?.shares.share ?? null;
  return {
    node,
    state: stateOf(node, watched),
    links: stats?.links ?? null,
    tx_percent: share?.percent ?? null,
    tx_of_seconds: share?.ofSec ?? null,
    reported_at: isoText(stats?.reportedAtMs ?? null),
    read_at: isoText(readAtMs),
  };
}

function stateOf(node: string, watched: Watched | undefined): FavoriteState {
  if (watched?.isUnlisted || !isPublic(node)) return "unlisted";
  if (!watched?.found) return "unknown";
  const { stats, saidAtMs } = watched.found;
  const within = (atMs: number | null, ms: number) => atMs !== null && saidAtMs - atMs <= ms;
  const isReporting = within(stats.reportedAtMs, REPORT_MS);
  if (!stats.isInUse || !(isReporting || within(stats.registeredAtMs, REGISTERED_MS))) return "offline";
  return stats.isKeyed && within(stats.reportedAtMs, KEYED_MS) ? "keyed" : "active";
}

function isoText(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
