import { type Clock, sleep, type Timer } from "../clock/mod.ts";
import { ConnectionCounter } from "../live/mod.ts";
import type { VoterPoller, VotersKnown } from "../poller/mod.ts";
import type { AmiState, Bound, Voter, VoterKnowledge, VotersAnswer, VoterServer } from "../wire/mod.ts";
import { type HeardVoter, VoterMemory } from "./memory.ts";

/** How often those who watch are looked at: whether they still may, and take what they get. */
const CHECK_MS = 1_000;

/** Servers are asked at the same moments: what they answer is told together. */
const GATHER_MS = 50;

/** Without an answer for so long while the server is connected, what is told is old; it is asked every second. */
const OLD_AFTER_MS = 6_000;

/** Whoever asks once waits no longer than this for an answer; what is known is told then. */
const LOOK_MS = 1_500;

/** Clients at once: enough for a family of tabs behind one address, and for a club that looks at its voter. */
const STREAM_LIMITS = { perAddress: 16, total: 200 };

/** One server as the board sees it; a `Station` fits. */
export interface VoterSource {
  readonly name: string;
  readonly voters: Pick<VoterPoller, "known" | "look">;
  status(): { readonly state: AmiState };
}

/** What a local node is called; `null` where that is not known. */
export type VoterName = Pick<Voter, "name" | "callsign" | "description" | "location">;

/** What a board needs. */
export interface VoterBoardOptions {
  readonly clock: Clock;
  readonly sources: readonly VoterSource[];
  readonly nameOf: (node: string) => Partial<VoterName> | undefined;
}

/** Somebody who looks. */
export interface VoterWatcher {
  /** What is known of voters is new. */
  changed(): void;
  /** Called once a second. */
  check(): void;
  /** The server stops; it stops its watch. */
  end(): void;
}

/** Ends a watcher's looking; harmless when repeated. */
export interface VoterWatch {
  stop(): void;
}

/** What is known of every server's voters, and who looks at it. */
export class VoterBoard {
  readonly #memories = new Map<string, VoterMemory>();
  /** The answer that a memory has taken, by server. */
  readonly #taken = new Map<string, VotersKnown>();
  readonly #watchers = new Set<VoterWatcher>();
  readonly #streams = new ConnectionCounter(STREAM_LIMITS, "voter_streams");
  #timer: Timer | null = null;
  #gathering: Timer | null = null;
  #stopped = false;

  constructor(private readonly options: VoterBoardOptions) {}

  /** Whether anybody looks now. */
  get watched(): boolean {
    return this.#watchers.size > 0;
  }

  /** How many look, and how many may. */
  get bounds(): readonly Bound[] {
    return this.#streams.bounds;
  }

  /** Whether there is a voter on any server, as far as is known. */
  get hasVoters(): boolean {
    return this.options.sources.some(({ voters: { known } }) =>
      known.kind === "known" && known.voters.length > 0
    );
  }

  /** Whether a node has a voter, as far as is known. */
  has(node: string): boolean {
    return this.options.sources.some(({ voters: { known } }) =>
      known.kind === "known" && known.voters.some((voter) => voter.node === node)
    );
  }

  /** Everything that is known, or what is known of some nodes. Addresses are not masked yet. */
  answer(nodes: readonly string[] = []): VotersAnswer {
    const { clock, sources } = this.options;
    const nowMs = clock.now();
    const voters = sources.flatMap((source) => this.#votersOf(source, nowMs));
    return {
      voters: nodes.length === 0 ? voters : voters.filter(({ node }) => nodes.includes(node)),
      servers: sources.map(serverEntry),
      generated_at: new Date(nowMs).toISOString(),
    };
  }

  /** Asks every server that was not asked within the last second; resolves when they answered, or after 1.5 s. */
  async look(): Promise<void> {
    const { clock, sources } = this.options;
    const waiting = new AbortController();
    const answers = Promise.all(sources.map(({ voters }) => voters.look()));
    await Promise.race([answers, sleep(clock, LOOK_MS, waiting.signal)]);
    waiting.abort();
  }

  /**
   * Has the servers asked for as long as somebody watches. `null`, and nothing is asked, when too many of the address or in all
   * watch, or once the board is stopped.
   */
  watch(watcher: VoterWatcher, address: string): VoterWatch | null {
    if (this.#stopped || !this.#streams.enter(address)) return null;
    const { clock, sources } = this.options;
    this.#watchers.add(watcher);
    this.#timer ??= clock.every(CHECK_MS, () => {
      for (const each of [...this.#watchers]) each.check();
    });
    for (const { voters } of sources) void voters.look();
    return {
      stop: () => {
        if (!this.#watchers.delete(watcher)) return;
        this.#streams.leave(address);
        if (this.#watchers.size === 0) this.#rest();
      },
    };
  }

  /** What is known of a server's voters, or of its session, is new. */
  changed(): void {
    const { clock, sources } = this.options;
    for (const source of sources) this.#remembered(source);
    if (this.#watchers.size === 0) return;
    this.#gathering ??= clock.after(GATHER_MS, () => {
      this.#gathering = null;
      for (const watcher of [...this.#watchers]) watcher.changed();
    });
  }

  /** Ends everybody's looking. */
  stop(): void {
    this.#stopped = true;
    for (const watcher of [...this.#watchers]) watcher.end();
    this.#rest();
  }

  #rest(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#gathering?.cancel();
    this.#gathering = null;
  }

  #votersOf(source: VoterSource, nowMs: number): readonly Voter[] {
    const { known } = source.voters;
    if (known.kind !== "known") return [];
    const isOld = source.status().state !== "connected" || nowMs - known.atMs > OLD_AFTER_MS;
    return this.#remembered(source).map((voter) => ({
      node: voter.node,
      server: source.name,
      ...this.#nameOf(voter.node),
      ...wireForm(voter),
      updated_at: new Date(known.atMs).toISOString(),
      stale: isOld,
    }));
  }

  /** Exactly what a name is: whoever gives it may know more, which is not for everybody. */
  #nameOf(node: string): VoterName {
    const { name = null, callsign = null, description = null, location = null } = this.options.nameOf(node) ??
      {};
    return { name, callsign, description, location };
  }

  /** The voters of a server with who was heard when; each answer is taken once. */
  #remembered({ name, voters: { known } }: VoterSource): readonly HeardVoter[] {
    const memory = this.#memories.get(name) ?? new VoterMemory();
    this.#memories.set(name, memory);
    if (known.kind === "known" && this.#taken.get(name) !== known) memory.take(known.voters, known.atMs);
    this.#taken.set(name, known);
    return memory.voters;
  }
}

function wireForm({ voted, votedSinceMs, receivers }: HeardVoter): Pick<
  Voter,
  "voted" | "voted_since" | "receivers"
> {
  return {
    voted,
    voted_since: iso(votedSinceMs),
    receivers: receivers.map(({ name, state, rssi, mix, timing, ip, heardAtMs }) => ({
      name,
      state,
      rssi: state === "away" ? null : rssi,
      mix,
      timing,
      ip,
      last_heard_at: iso(heardAtMs),
    })),
  };
}

function serverEntry(source: VoterSource): VoterServer {
  return { server: source.name, ami: source.status().state, voters: knowledge(source.voters.known) };
}

function knowledge(known: VotersKnown): VoterKnowledge {
  if (known.kind !== "known") return known.kind;
  return known.voters.length > 0 ? "known" : "none";
}

function iso(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
