import type { AmiActions } from "../ami/mod.ts";
import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import { discoverNodes } from "../poller/mod.ts";

/** While app_rpt is not there (still loading, or not at all), it is asked again at this pace. */
const DISCOVERY_RETRY_MS = 30_000;

/** After a start of Asterisk the nodes need this long until RptStat knows them (about 100 ms in the recordings). */
export const AFTER_BOOT_MS = 2_000;

/** A node that Asterisk does not list is looked for once more after this, before it counts as gone. */
const CONFIRM_MS = 5_000;

/** What the search for nodes needs. */
export interface NodeSearchOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly ami: AmiActions;
  /** Nodes that the configuration lists; none: those that Asterisk has. */
  readonly listed: readonly string[];
  /** Nodes that are shown now. */
  readonly shown: () => readonly string[];
  /** Takes each answer: the nodes there are, and since when app_rpt runs. */
  readonly onFound: (nodes: readonly string[], uptimeSec: number | null) => void;
  /** Takes nodes that Asterisk no longer has. */
  readonly onGone: (nodes: readonly string[]) => void;
  /** Takes the nodes to be asked from now on, when they are others than before or are to be asked anew. */
  readonly onPoll: (nodes: readonly string[]) => void;
}

/** Finds out which nodes a server has: after a login, after a start of Asterisk, and when something speaks for others. */
export class NodeSearch {
  #timer: Timer | null = null;
  #askedAtMs = -Infinity;
  /** The nodes that are polled, as text; `null` when they are to be asked anew. */
  #polled: string | null = null;
  /** Nodes that the last answer of this session did not list. */
  #missing: ReadonlySet<string> = new Set();
  /** Counts logins, so that an answer to an earlier one is not taken for news. */
  #login = 0;

  constructor(private readonly options: NodeSearchOptions) {}

  /** A session began. */
  begin(): void {
    this.#login++;
    this.#polled = null;
    this.#missing = new Set();
    this.#searchAfter(0);
  }

  /** The session is over. */
  suspend(): void {
    this.#login++;
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** Asterisk has just started: every node begins anew. */
  booted(): void {
    this.#polled = null;
    this.#searchAfter(AFTER_BOOT_MS);
  }

  /** Asterisk read its configuration again: there may be other nodes. */
  reloaded(): void {
    this.#searchAfter(AFTER_BOOT_MS);
  }

  /** Something happened that the known nodes do not explain; what goes on for long is asked about only now and then. */
  doubt(): void {
    if (this.options.listed.length > 0 || this.#timer !== null) return;
    const sinceMs = this.options.clock.monotonicMs() - this.#askedAtMs;
    this.#searchAfter(Math.max(AFTER_BOOT_MS, DISCOVERY_RETRY_MS - sinceMs));
  }

  #searchAfter(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.options.clock.after(delayMs, () => void this.#search());
  }

  async #search(): Promise<void> {
    const { clock, log, ami, listed } = this.options;
    const login = this.#login;
    this.#timer = null;
    this.#askedAtMs = clock.monotonicMs();
    try {
      const found = await discoverNodes(ami);
      if (login !== this.#login) return;
      this.#take(listed.length > 0 ? listed : found.nodes, found.uptimeSec);
    } catch (error) {
      if (login !== this.#login) return;
      log.warn(error instanceof Error ? error.message : String(error), {
        again_in_sec: DISCOVERY_RETRY_MS / 1_000,
      });
      this.#searchAfter(DISCOVERY_RETRY_MS);
    }
  }

  #take(nodes: readonly string[], uptimeSec: number | null): void {
    const { log, onFound, onPoll } = this.options;
    onFound(nodes, uptimeSec);
    this.#letGo(nodes);
    if (nodes.length === 0) throw new Error("find local nodes, app_rpt has none: add one in rpt.conf");
    const polled = nodes.join(",");
    if (polled === this.#polled) return;
    this.#polled = polled;
    log.info("nodes known", { nodes: polled });
    onPoll(nodes);
  }

  /** A node that two answers running do not list is gone; while app_rpt loads, one answer can lack it. */
  #letGo(found: readonly string[]): void {
    const { log, shown, onGone } = this.options;
    const missing = shown().filter((nodeId) => !found.includes(nodeId));
    const gone = missing.filter((nodeId) => this.#missing.has(nodeId));
    this.#missing = new Set(missing);
    if (gone.length > 0) {
      log.info("nodes gone", { nodes: gone.join(",") });
      onGone(gone);
    }
    if (missing.length > gone.length) this.#searchAfter(CONFIRM_MS);
  }
}
