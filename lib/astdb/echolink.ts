import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import { echolinkNumber } from "../rpt/mod.ts";
import type { Bound, DomainEvent } from "../wire/mod.ts";
import { clean } from "./parser.ts";
import type { DirectoryEntry } from "./types.ts";

/** How long an answer holds while the station stays linked, and how long none is one. */
const KNOWN_MS = 300_000;
const UNKNOWN_MS = 30_000;

/** Answers kept, of all servers; the oldest are forgotten. */
const MAX_ANSWERS = 512;

/** Linked stations followed per server; no Asterisk carries as many. */
const MAX_LINKED = 256;

/** What a line of Asterisk's command line came to. */
export interface CommandAnswer {
  readonly ok: boolean;
  readonly message: string;
  readonly lines: readonly string[];
}

/** What EchoLink names are made from. */
export interface EchoLinkOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Runs a line on a server; rejects when there is no answer. */
  readonly ask: (server: string, line: string) => Promise<CommandAnswer>;
  /** The server of a local node. */
  readonly serverOf: (localNode: string) => string | undefined;
  /** True for nodes whose name is known without asking. */
  readonly isNamed: (node: string) => boolean;
  /** Called when a name came or changed. */
  readonly onChange: () => void;
}

interface Answer {
  readonly entry: DirectoryEntry | null;
  readonly expiresAtMs: number;
}

/** `denied`: nothing more is asked in this session. */
type ServerState = "idle" | "asking" | "denied";

interface Server {
  readonly linked: Set<string>;
  session: number;
  state: ServerState;
  timer: Timer | null;
}

/** Makes the names of EchoLink stations. It is a sink of the bus: links that come and go tell it what to ask. */
export function createEchoLinkNames(options: EchoLinkOptions): EchoLinkNames {
  return new EchoLinkNames(options);
}

/** Names of EchoLink stations that are linked, asked of Asterisk's own EchoLink database, one question at a time per server. */
export class EchoLinkNames {
  readonly name = "echolink";
  readonly #answers = new Map<string, Answer>();
  readonly #servers = new Map<string, Server>();

  constructor(private readonly options: EchoLinkOptions) {}

  /** What is known of a station. */
  find(node: string): DirectoryEntry | undefined {
    return this.#answers.get(node)?.entry ?? undefined;
  }

  /** Every station that is known. */
  entries(): readonly DirectoryEntry[] {
    return [...this.#answers.values()].flatMap(({ entry }) => entry ?? []);
  }

  /** How many answers are kept, and how many stations are followed on the server that has most. */
  get bounds(): readonly Bound[] {
    const linked = [...this.#servers.values()].map((server) => server.linked.size);
    return [
      { name: "echolink_names", used: this.#answers.size, limit: MAX_ANSWERS },
      { name: "echolink_linked_stations", used: Math.max(0, ...linked), limit: MAX_LINKED },
    ];
  }

  /** Follows links and sessions. */
  take({ event }: { readonly event: DomainEvent }): void {
    switch (event.kind) {
      case "AMI_STATUS":
        return this.#session(event.data.server, event.data.state === "connected");
      case "LINK_ADDED":
        for (const link of event.data) if (link.kind === "echolink") this.#linked(link.local_node, link.node);
        return;
      case "LINK_REMOVED":
        for (const { node } of event.data) if (echolinkNumber(node) !== undefined) this.#unlinked(node);
        return;
      default:
        return;
    }
  }

  /** Asks nothing more. */
  stop(): void {
    for (const server of this.#servers.values()) {
      server.timer?.cancel();
      server.session++;
      server.state = "denied";
    }
  }

  #session(name: string, isUp: boolean): void {
    const server = this.#server(name);
    server.session++;
    server.timer?.cancel();
    server.timer = null;
    server.state = isUp ? "idle" : "denied";
    if (isUp) this.#next(name, server);
  }

  #linked(localNode: string, node: string): void {
    const name = this.options.serverOf(localNode);
    if (name === undefined || this.options.isNamed(node)) return;
    const server = this.#server(name);
    if (server.linked.size < MAX_LINKED) server.linked.add(node);
    this.#next(name, server);
  }

  /** On another node of the same server it may still be linked; then its name is there already. */
  #unlinked(node: string): void {
    for (const server of this.#servers.values()) server.linked.delete(node);
  }

  #server(name: string): Server {
    const known = this.#servers.get(name);
    if (known) return known;
    const server: Server = { linked: new Set(), session: 0, state: "denied", timer: null };
    this.#servers.set(name, server);
    return server;
  }

  /** Asks for the first linked station whose answer is over, or waits until one is. */
  #next(name: string, server: Server): void {
    if (server.state !== "idle") return;
    server.timer?.cancel();
    server.timer = null;
    const nowMs = this.options.clock.now();
    let dueAtMs = Infinity;
    for (const node of server.linked) {
      const expiresAtMs = this.#answers.get(node)?.expiresAtMs ?? nowMs;
      if (expiresAtMs <= nowMs) return void this.#ask(name, server, node);
      dueAtMs = Math.min(dueAtMs, expiresAtMs);
    }
    if (dueAtMs === Infinity) return;
    server.timer = this.options.clock.after(dueAtMs - nowMs, () => this.#next(name, server));
  }

  async #ask(name: string, server: Server, node: string): Promise<void> {
    const { session } = server;
    server.state = "asking";
    try {
      const number = echolinkNumber(node);
      const answer = await this.options.ask(name, `echolink dbget nodename ${number}`);
      if (session !== server.session) return;
      server.state = this.#isRefused(name, answer) ? "denied" : "idle";
      if (server.state === "idle") this.#learn(node, readAnswer(node, answer.lines));
    } catch (error) {
      if (session !== server.session) return;
      server.state = "idle";
      this.options.log.debug("EchoLink name not answered", { server: name, node, error: String(error) });
      this.#keep(node, this.find(node) ?? null, UNKNOWN_MS);
    }
    this.#next(name, server);
  }

  #isRefused(name: string, { ok, message, lines }: CommandAnswer): boolean {
    const isDenied = !ok && /permission denied/i.test(message);
    const isMissing = lines.some((line) => /no such command/i.test(line));
    if (isDenied) {
      this.options.log.warn("EchoLink names are not asked for, the AMI user has no write=command", {
        server: name,
      });
    } else if (isMissing) {
      this.options.log.info("EchoLink names are not asked for, Asterisk has no EchoLink", { server: name });
    }
    return isDenied || isMissing;
  }

  #learn(node: string, entry: DirectoryEntry | null): void {
    const isNews = entry !== null && entry.callsign !== this.find(node)?.callsign;
    this.#keep(node, entry, entry === null ? UNKNOWN_MS : KNOWN_MS);
    if (isNews) this.options.onChange();
  }

  #keep(node: string, entry: DirectoryEntry | null, holdsMs: number): void {
    this.#answers.delete(node);
    this.#answers.set(node, { entry, expiresAtMs: this.options.clock.now() + holdsMs });
    const oldest = this.#answers.size > MAX_ANSWERS ? this.#answers.keys().next() : undefined;
    if (oldest && !oldest.done) this.#answers.delete(oldest.value);
  }
}

/** Reads `num|call|ip`; `null` for `Error: Entry for N not found!` and whatever else. */
function readAnswer(node: string, lines: readonly string[]): DirectoryEntry | null {
  const number = echolinkNumber(node);
  for (const line of lines) {
    const [found = "", call = "", address] = line.trim().split("|");
    if (address === undefined || Number(found) !== number) continue;
    const callsign = clean(call);
    if (callsign === null) return null;
    return { node, callsign, description: `EchoLink ${number}`, location: null };
  }
  return null;
}
