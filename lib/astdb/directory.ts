import type { Clock } from "../clock/mod.ts";
import type { AstdbConfig } from "../config/mod.ts";
import type { Logger } from "../log/mod.ts";
import { kindOfNode } from "../rpt/mod.ts";
import type { Bound } from "../wire/mod.ts";
import { type DirectoryFile, openDirectoryFile } from "./directory_file.ts";
import { ATTEMPTS_FILE, DIRECTORY_FILE, sourceOf } from "./inspect.ts";
import { Lru } from "./lru.ts";
import { matches, parseQuery, type Query } from "./query.ts";
import { nextAttemptMs } from "./schedule.ts";
import type { DirectoryEntry, DirectoryHit, DirectoryStatus, NodeDirectory } from "./types.ts";
import { Updater } from "./updater.ts";

/** Names kept at hand: every link of a busy server is asked for again with each of its states. */
const NAMES_AT_HAND = 1_024;

/** How often a local file is looked at. */
const FILE_LOOK_MS = 60_000;

/** Of the public directory at least so many rows are expected, of another one at least one. */
const LEAST_PUBLIC_ROWS = 10_000;

const NODE_REGEXP = /^[1-9]\d{0,8}$/;

/** Names that come and go, besides those of the directory. */
export interface FurtherNames {
  find(node: string): DirectoryEntry | undefined;
  entries(): readonly DirectoryEntry[];
}

/** What a directory is made from. */
export interface NodeDirectoryOptions {
  readonly config: AstdbConfig;
  /** Where its files are kept; it exists. */
  readonly dataDir: string;
  /** How a download names itself. */
  readonly userAgent: string;
  /** Names of simulated nodes: then nothing is downloaded or kept. `null`: the nodes are real. */
  readonly invented: readonly DirectoryEntry[] | null;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Makes the directory: names given by hand, then invented ones, then `further`, then the copy on disk. Nothing runs before `start`. */
export function createNodeDirectory(options: NodeDirectoryOptions, further?: FurtherNames): NodeDirectory {
  return new Directory(options, further);
}

class Directory implements NodeDirectory {
  readonly #given: ReadonlyMap<string, DirectoryEntry>;
  readonly #invented: ReadonlyMap<string, DirectoryEntry>;
  readonly #atHand = new Lru<DirectoryEntry | undefined>(NAMES_AT_HAND);
  readonly #path: string;
  readonly #updater: Updater | null;
  #file: DirectoryFile | null = null;
  #onChange: () => void = () => undefined;

  constructor(private readonly options: NodeDirectoryOptions, private readonly further?: FurtherNames) {
    const { config, invented, dataDir } = options;
    this.#given = new Map(config.overrides.map((override) => [override.node, override]));
    this.#invented = new Map(invented?.map((entry) => [entry.node, entry]));
    this.#path = `${dataDir}/${DIRECTORY_FILE}`;
    this.#updater = config.enabled && invented === null ? this.#makeUpdater() : null;
  }

  get status(): DirectoryStatus {
    const facts = this.#file?.facts;
    const attempts = this.#updater?.attempts;
    const kind = this.options.config.path === null ? "download" : "file";
    return {
      source: this.#updater === null ? "off" : kind,
      rows: Number(facts?.rows ?? 0),
      importedAtMs: facts === undefined ? null : Number(facts.importedAt),
      attemptedAtMs: attempts?.attemptedAtMs ?? null,
      nextAttemptAtMs: this.#updater?.nextAttemptAtMs ?? null,
      error: attempts?.error ?? null,
    };
  }

  get bounds(): readonly Bound[] {
    return [{ name: "directory_names_at_hand", used: this.#atHand.size, limit: this.#atHand.limit }];
  }

  start(onChange: () => void): void {
    this.#onChange = onChange;
    if (this.#updater === null) return;
    this.#open();
    this.#updater.start();
  }

  async stop(): Promise<void> {
    await this.#updater?.stop();
    this.#close();
  }

  name(node: string): DirectoryEntry | undefined {
    const given = this.#given.get(node);
    if (given === undefined) return this.#known(node);
    if (given.callsign !== null && given.description !== null && given.location !== null) return given;
    const known = this.#known(node);
    return known === undefined ? given : {
      node,
      callsign: given.callsign ?? known.callsign,
      description: given.description ?? known.description,
      location: given.location ?? known.location,
    };
  }

  search(text: string, limit: number): readonly DirectoryHit[] {
    const query = parseQuery(text);
    if (query === null) return [];
    const found = new Map<string, DirectoryEntry>();
    for (const entry of this.#inMemory(query)) found.set(entry.node, this.name(entry.node) ?? entry);
    for (const entry of this.#onDisk(query, limit)) {
      if (!found.has(entry.node)) found.set(entry.node, this.#namedElsewhere(entry.node) ?? entry);
    }
    return [...found.values()].slice(0, limit).map((entry) => ({ ...entry, kind: kindOfNode(entry.node) }));
  }

  /** A node of the file as it is named besides: what was just read of it need not be read again. */
  #namedElsewhere(node: string): DirectoryEntry | undefined {
    const isElsewhere = this.#given.has(node) || this.#invented.has(node) ||
      this.further?.find(node) !== undefined;
    return isElsewhere ? this.name(node) : undefined;
  }

  #known(node: string): DirectoryEntry | undefined {
    return this.#invented.get(node) ?? this.further?.find(node) ??
      (NODE_REGEXP.test(node)
        ? this.#atHand.get(node, () => this.#read((file) => file.find(Number(node))))
        : undefined);
  }

  #inMemory(query: Query): readonly DirectoryEntry[] {
    const others = [...this.#given.keys()].flatMap((node) => this.name(node) ?? []);
    const entries = [...others, ...this.#invented.values(), ...this.further?.entries() ?? []];
    return entries
      .filter((entry) => matches(query, [entry.node, entry.callsign, entry.description, entry.location]))
      .sort((one, other) => Number(one.node) - Number(other.node));
  }

  #onDisk(query: Query, limit: number): readonly DirectoryEntry[] {
    return this.#read((file) => file.search(query, limit)) ?? [];
  }

  /** A copy that cannot be read is let go; the next one is imported in its place. */
  #read<T>(action: (file: DirectoryFile) => T): T | undefined {
    if (this.#file === null) return undefined;
    try {
      return action(this.#file);
    } catch (error) {
      this.options.log.error("node directory cannot be read, names are missing until it is imported again", {
        error: error instanceof Error ? error.message : String(error),
      });
      this.#close();
      return undefined;
    }
  }

  #open(): void {
    this.#close();
    try {
      this.#file = openDirectoryFile(this.#path) ?? null;
    } catch (error) {
      this.options.log.warn("node directory cannot be opened, it is imported again", {
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }

  #close(): void {
    const file = this.#file;
    this.#file = null;
    this.#atHand.clear();
    file?.close();
  }

  #makeUpdater(): Updater {
    const { config, clock, log, dataDir } = this.options;
    const isFile = config.path !== null;
    return new Updater({
      source: sourceOf(config, this.options.userAgent, clock),
      path: this.#path,
      attemptsPath: isFile ? null : `${dataDir}/${ATTEMPTS_FILE}`,
      leastRows: isFile || config.url !== null ? 1 : LEAST_PUBLIC_ROWS,
      isStrict: !isFile,
      nextMs: (attempts, hasCopy) =>
        isFile ? this.#nextLookMs(attempts.attemptedAtMs) : nextAttemptMs(attempts, {
          nowMs: clock.now(),
          hasCopy,
          updateIntervalMs: config.updateIntervalMs,
          random: clock.random(),
        }),
      facts: () => this.#file?.facts ?? null,
      onImported: () => {
        this.#open();
        this.#onChange();
      },
      clock,
      log,
    });
  }

  #nextLookMs(lookedAtMs: number | null): number {
    return lookedAtMs === null ? this.options.clock.now() : lookedAtMs + FILE_LOOK_MS;
  }
}
