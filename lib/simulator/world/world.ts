import type { Agenda } from "./agenda.ts";
import { Keying } from "./keying.ts";
import type { Link } from "./link.ts";
import { LinkLife } from "./link_life.ts";
import { LocalNode } from "./node.ts";
import type {
  CallOutcome,
  DistantNode,
  LinkMode,
  LinkSpec,
  NodeSpec,
  NodeView,
  RptVariableName,
  Talker,
  WorldListener,
} from "./types.ts";

/** A node tells its zeros this long after it began to start; 60 to 100 ms after FullyBooted in the recordings. */
const BOOT_MS = 80;
/** After a restart the links come back one by one: the first after this, */
const FIRST_RETURN_MS = 2_000;
/** and the next ones this much later each. */
const NEXT_RETURN_MS = 1_700;

/** A link that is there from the beginning. */
export interface StandingLink {
  readonly node: string;
  readonly link: LinkSpec;
  /** Seconds since it connected, or since the attempt began. */
  readonly ageSec: number;
  /** What a call of it ends in, now and after a restart; absent: it is up. */
  readonly outcome?: CallOutcome;
  /** Seconds since it was last heard; absent: never. */
  readonly heardSec?: number;
}

/** Digits of `rpt fun` follow each other like this. */
const DIGIT_MS = 100;

/** How long somebody talked who was heard before the simulation began. */
const OVER_BEFORE_MS = 9_000;

/** What a world begins with. */
export interface WorldPlan {
  readonly nodes: readonly NodeSpec[];
  readonly links: readonly StandingLink[];
}

/**
 * The simulated nodes, their links and who is keyed. It does nothing by itself: traffic, tests and AMI commands act on
 * it, and listeners hear what app_rpt would tell.
 */
export class World {
  readonly #agenda: Agenda;
  readonly #plan: WorldPlan;
  readonly #nodes = new Map<string, LocalNode>();
  readonly #listeners = new Set<WorldListener>();
  readonly #keying: Keying;
  readonly #links: LinkLife;
  #topology = 0;

  constructor(agenda: Agenda, plan: WorldPlan) {
    this.#agenda = agenda;
    this.#plan = plan;
    this.#keying = new Keying(agenda, this.#nodes, (talker) => this.#tellDropped(talker));
    const topologyChanged = () => void this.#topology++;
    this.#links = new LinkLife({ agenda, keying: this.#keying, nodes: this.#nodes, topologyChanged });
  }

  /** World time, epoch milliseconds. */
  get nowMs(): number {
    return this.#agenda.now();
  }

  /** The local nodes in the order of the plan. */
  get nodes(): readonly NodeView[] {
    return [...this.#nodes.values()];
  }

  /** One local node. */
  node(id: string): LocalNode | undefined {
    return this.#nodes.get(id);
  }

  /** Brings every node up with the links of the plan in place. */
  start(): void {
    for (const spec of this.#plan.nodes) {
      this.#nodes.set(spec.id, new LocalNode(spec, this.#surroundings()));
    }
    for (const node of this.#nodes.values()) node.boot();
    for (const standing of this.#plan.links) this.#place(standing);
    this.#joinLocalLinks();
    this.tellLists();
  }

  /** Every node that has links tells its lists, whether or not they changed. */
  tellLists(): void {
    for (const node of this.#nodes.values()) {
      if (node.links.length > 0) node.updateLists();
    }
  }

  /** Hears what happens from now on, until the returned function is called. */
  listen(listener: WorldListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Whether a talker is there and silent. */
  canTalk(talker: Talker): boolean {
    return this.#keying.canTalk(talker);
  }

  /** Keys or unkeys a talker; false when that is not possible. */
  talk(talker: Talker, on: boolean): boolean {
    return this.#keying.talk(talker, on);
  }

  /** Unkeys a talker for a moment, as chained links do. */
  flicker(talker: Talker, gapMs: number): boolean {
    return this.#keying.flicker(talker, gapMs);
  }

  /** We call somebody. False when that is not possible. */
  call(node: string, spec: LinkSpec, outcome: CallOutcome): boolean {
    const from = this.#nodes.get(node);
    return from !== undefined && this.#links.call(from, spec, outcome);
  }

  /** Somebody calls us. False when that is not possible. */
  accept(node: string, spec: LinkSpec): boolean {
    const to = this.#nodes.get(node);
    return to !== undefined && this.#links.accept(to, spec) !== undefined;
  }

  /** We hang up. */
  disconnect(node: string, name: string): boolean {
    return this.#withLink(node, name, (at, link) => this.#links.disconnect(at, link));
  }

  /** The far end hangs up. */
  hungUp(node: string, name: string): boolean {
    return this.#withLink(node, name, (at, link) => this.#links.hungUp(at, link));
  }

  /** A link that we called is lost; it is called again after 10 s and answers `backAfterMs` later. */
  lose(node: string, name: string, backAfterMs: number): boolean {
    return this.#withLink(node, name, (at, link) => this.#links.lose(at, link, backAfterMs));
  }

  /** Makes a link that we called again in another mode. */
  changeMode(node: string, name: string, mode: LinkMode): boolean {
    return this.#withLink(node, name, (at, link) => this.#links.changeMode(at, link, mode));
  }

  /** Dials digits on a node, one every 100 ms, then does what they mean. */
  dial(id: string, digits: string, then: () => void): void {
    const [digit] = digits;
    const node = this.#nodes.get(id);
    if (!node?.up) return;
    if (digit === undefined) return then();
    this.#agenda.after(DIGIT_MS, () => {
      for (const listener of this.#listeners) listener.digit?.(node, digit);
      this.dial(id, digits.slice(digit.length), then);
    });
  }

  /** What is behind a link changes. XStat knows at once, RPT_LINKS only with the next update. */
  setNetwork(node: string, name: string, network: readonly DistantNode[]): boolean {
    return this.#withLink(node, name, (_at, link) => {
      link.network = network;
      this.#topology++;
    });
  }

  /** `rpt restart` of one node: its links vanish without a word, then come eight zeros, then links return. */
  restartNode(id: string): void {
    this.halt(id);
    this.boot(id);
  }

  /** A node goes down; nothing is told. Without an id: all of them. */
  halt(id?: string): void {
    for (const node of this.#chosen(id)) {
      if (!node.up) continue;
      const { links } = node;
      if (node.rxKeyed) this.#tellDropped({ node: node.spec.id, link: null });
      node.halt();
      for (const link of links) this.#keying.release(node, link);
      for (const link of links) this.#links.farEndOf(link);
      this.#topology++;
    }
  }

  /** A node that is down comes up again, its links one by one later. Without an id: all of them. */
  boot(id?: string): void {
    for (const node of this.#chosen(id)) {
      this.#agenda.after(BOOT_MS, () => {
        if (node.up) return;
        node.boot();
        this.#scheduleReturns(node);
      });
    }
  }

  #chosen(id: string | undefined): LocalNode[] {
    return [...this.#nodes.values()].filter((node) => id === undefined || node.spec.id === id);
  }

  #scheduleReturns(node: LocalNode): void {
    const mine = this.#plan.links.filter((standing) => standing.node === node.spec.id);
    mine.forEach(({ link, outcome }, index) => {
      if (link.direction === "IN" && this.#nodes.has(link.name)) return; // its caller is here and calls
      this.#agenda.after(FIRST_RETURN_MS + index * NEXT_RETURN_MS, () => {
        if (link.direction === "IN") this.#links.accept(node, link);
        else this.#links.call(node, link, outcome ?? { answered: true, afterMs: 600 });
      });
    });
  }

  #place({ node, link, ageSec, outcome, heardSec }: StandingLink): void {
    const at = this.#nodes.get(node);
    if (!at) throw new Error(`place a link, no such local node: ${node}`);
    const sinceMs = this.#agenda.now() - ageSec * 1000;
    const placed = this.#links.place(at, link, { is: outcome ? "connecting" : "established", sinceMs });
    if (heardSec !== undefined) {
      placed.keyEndMs = this.#agenda.now() - heardSec * 1000;
      placed.keyStartMs = placed.keyEndMs - OVER_BEFORE_MS;
    }
    if (outcome) this.#links.ring(at, placed, outcome);
  }

  #joinLocalLinks(): void {
    for (const node of this.#nodes.values()) {
      for (const link of node.links) {
        const other = this.#nodes.get(link.name);
        const farLink = other?.links.find(({ name }) => name === node.spec.id);
        if (other && farLink && link.far === null) this.#links.join(node, link, other, farLink);
      }
    }
  }

  #withLink(node: string, name: string, act: (node: LocalNode, link: Link) => void): boolean {
    const at = this.#nodes.get(node);
    const link = at?.find(name);
    if (!at?.up || !link) return false;
    act(at, link);
    return true;
  }

  #surroundings() {
    return {
      agenda: this.#agenda,
      topologyVersion: () => this.#topology,
      publish: (node: LocalNode, name: RptVariableName, value: string) => {
        for (const listener of this.#listeners) listener.variable?.(node, name, value);
      },
    };
  }

  #tellDropped(talker: Talker): void {
    for (const listener of this.#listeners) listener.dropped?.(talker);
  }
}
