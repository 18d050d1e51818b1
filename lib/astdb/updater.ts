import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import { noAttempts, readAttempts, type RememberedAttempts, writeAttempts } from "./attempts_file.ts";
import { importRows } from "./import_rows.ts";
import type { Fetched, Source } from "./source.ts";
import type { Facts } from "./staging.ts";

/** How one source is followed. */
export interface UpdaterOptions {
  readonly source: Source;
  /** The copy that answers. */
  readonly path: string;
  /** Where attempts are remembered from one run to the next; `null`: nowhere. */
  readonly attemptsPath: string | null;
  /** Fewest rows that can be all of it. */
  readonly leastRows: number;
  /** True for what is downloaded: it must be whole, and not much shorter than the last good one. */
  readonly isStrict: boolean;
  /** When to ask next. */
  readonly nextMs: (attempts: RememberedAttempts, hasCopy: boolean) => number;
  /** What is remembered of the copy in use; none while there is none. */
  readonly facts: () => Facts | null;
  /** Called when a new copy is in its place. */
  readonly onImported: () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

type State =
  | { readonly state: "stopped" }
  | { readonly state: "waiting"; readonly dueAtMs: number; readonly timer: Timer }
  | { readonly state: "working"; readonly abort: AbortController; readonly done: Promise<void> };

/** Asks a source again and again, and imports what is new; one attempt at a time. */
export class Updater {
  #state: State = { state: "stopped" };
  #attempts: RememberedAttempts;

  constructor(private readonly options: UpdaterOptions) {
    this.#attempts = noAttempts(options.source.fingerprint);
  }

  /** How the attempts went. */
  get attempts(): RememberedAttempts {
    return this.#attempts;
  }

  /** When the next one is; `null` while one is under way. */
  get nextAttemptAtMs(): number | null {
    return this.#state.state === "waiting" ? this.#state.dueAtMs : null;
  }

  /** Begins; what was remembered of earlier attempts counts. */
  start(): void {
    const { attemptsPath, source, log } = this.options;
    try {
      if (attemptsPath !== null) this.#attempts = readAttempts(attemptsPath, source.fingerprint);
    } catch (error) {
      log.warn("earlier attempts at the node directory cannot be read", { error: reasonOf(error) });
    }
    this.#wait();
  }

  /** Ends what is under way; resolves when nothing is left running. */
  async stop(): Promise<void> {
    const was = this.#state;
    this.#state = { state: "stopped" };
    if (was.state === "waiting") was.timer.cancel();
    if (was.state !== "working") return;
    was.abort.abort(new Error("stopped"));
    await was.done;
  }

  #wait(): void {
    const { clock, nextMs, facts } = this.options;
    const nowMs = clock.now();
    const dueAtMs = Math.max(nowMs, nextMs(this.#attempts, facts() !== null));
    this.#state = { state: "waiting", dueAtMs, timer: clock.after(dueAtMs - nowMs, () => this.#work()) };
  }

  #work(): void {
    const abort = new AbortController();
    const done = this.#attempt(abort.signal).then(() => {
      if (this.#state.state === "working") this.#wait();
    });
    this.#state = { state: "working", abort, done };
  }

  async #attempt(signal: AbortSignal): Promise<void> {
    const before = this.#attempts;
    try {
      // It is remembered before it is made: a program that dies in it must not try again at once.
      await this.#remember({ ...before, attemptedAtMs: this.options.clock.now() });
      const { known } = this.#known();
      const fetched = await this.options.source.fetch(known, signal);
      if (fetched.kind === "new") await this.#import(fetched, signal);
      await this.#remember({ ...this.#attempts, failures: 0, error: null });
    } catch (error) {
      await this.#fail(error, before, signal);
    }
  }

  async #import(fetched: Extract<Fetched, { kind: "new" }>, signal: AbortSignal): Promise<void> {
    const { path, clock, log, source, leastRows, isStrict, onImported } = this.options;
    const { lastRows } = this.#known();
    const importedAt = String(clock.now());
    const { rows, summary, longestMs } = await importRows({
      source: fetched.body,
      path,
      expected: { lastRows: isStrict ? lastRows : null, leastRows, mustEndWhole: isStrict },
      facts: (count) => ({ ...fetched.facts, source: source.fingerprint, rows: String(count), importedAt }),
      clock,
      signal,
    });
    onImported();
    log.info("node directory imported", { rows, broken: summary.broken, longest_ms: Math.ceil(longestMs) });
  }

  /** The copy in use says how to ask for a newer one only if it is of the same source. */
  #known(): { readonly known: Facts; readonly lastRows: number | null } {
    const facts = this.options.facts();
    if (facts === null || facts.source !== this.options.source.fingerprint) {
      return { known: {}, lastRows: null };
    }
    return { known: facts, lastRows: Number(facts.rows) };
  }

  async #fail(error: unknown, before: RememberedAttempts, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const reason = reasonOf(error);
    const failed = { ...this.#attempts, failures: before.failures + 1, error: reason };
    this.#attempts = { ...failed, attemptedAtMs: failed.attemptedAtMs ?? this.options.clock.now() };
    if (reason !== before.error) {
      this.options.log.warn("node directory not renewed, names are from the last good copy", {
        error: reason,
      });
    }
    try {
      await this.#remember(this.#attempts);
    } catch (failure) {
      this.options.log.debug("attempt at the node directory not remembered", { error: reasonOf(failure) });
    }
  }

  async #remember(attempts: RememberedAttempts): Promise<void> {
    const { attemptsPath } = this.options;
    this.#attempts = attempts;
    if (attemptsPath !== null) await writeAttempts(attemptsPath, attempts);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.split("\n", 1)[0] ?? error.name : String(error);
}
