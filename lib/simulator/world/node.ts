import type { Agenda } from "./agenda.ts";
import type { Link } from "./link.ts";
import { adjacentLinks, alinksText, linksText, reachableNodes } from "./lists.ts";
import { Transmitter } from "./transmitter.ts";
import type { NodeSpec, NodeView, RptVariableName } from "./types.ts";

/** app_rpt begins with both key times this long before the node's start, as if somebody had keyed then. */
const LOCKOUT_MS = 10_000;

/** A key-up of the local receiver shorter than this counts as a kerchunk. */
const KERCHUNK_MS = 1_000;

/** A node has one place for a command (`cmdAction`), which its loop looks at every 20 ms. */
const ORDER_MS = 20;

/** The order in which a starting node tells its zeros. */
const START_ORDER: readonly RptVariableName[] = [
  "RPT_RXKEYED",
  "RPT_TXKEYED",
  "RPT_ETXKEYED",
  "RPT_AUTOPATCHUP",
  "RPT_NUMLINKS",
  "RPT_NUMALINKS",
  "RPT_LINKS",
  "RPT_ALINKS",
];

/** What a node needs of the world around it. */
export interface NodeSurroundings {
  readonly agenda: Agenda;
  /** Grows whenever any link or network anywhere changes; tells when a text must be made again. */
  topologyVersion(): number;
  publish(node: LocalNode, name: RptVariableName, value: string): void;
}

/** One local node: its links, receiver, transmitter and variables. */
export class LocalNode implements NodeView {
  readonly spec: NodeSpec;
  readonly #around: NodeSurroundings;
  readonly #variables = new Map<string, string>();
  readonly #transmitter: Transmitter;
  #links: Link[] = [];
  #linksCache = { version: -1, text: "0", count: 0 };
  #announcements = 0;
  #external = false;
  #hasOrder = false;
  up = false;
  /** How often the node came up; tells a new life from the old one. */
  boots = 0;
  rxKeyed = false;
  lastKeyedMs = 0;
  lastTxKeyedMs = 0;
  kerchunks = 0;
  keyups = 0;
  /** Commands by DTMF that were carried out, and the last of them without its star. */
  dtmfCommands = 0;
  lastDtmfCommand: string | null = null;
  /** What the last disconnecting of all took away. */
  dropped: readonly Pick<Link, "name" | "mode" | "permanent">[] = [];

  constructor(spec: NodeSpec, around: NodeSurroundings) {
    this.spec = spec;
    this.#around = around;
    this.#transmitter = new Transmitter(around.agenda, spec.hangMs, (keyed) => this.#transmitted(keyed));
  }

  get links(): readonly Link[] {
    return this.#links;
  }

  get txKeyed(): boolean {
    return this.#transmitter.keyed;
  }

  variables(): readonly (readonly [string, string])[] {
    return [...this.#variables].reverse();
  }

  txTotalMs(): number {
    return this.#transmitter.totalMs();
  }

  /** Carries a command out in a moment; false, and nothing happens, while the last one still waits. */
  order(run: () => void): boolean {
    if (this.#hasOrder) return false;
    this.#hasOrder = true;
    const { boots } = this;
    this.#around.agenda.after(ORDER_MS, () => {
      this.#hasOrder = false;
      if (this.up && this.boots === boots) run();
    });
    return true;
  }

  /** A command by DTMF is carried out. */
  dialled(digits: string): void {
    this.dtmfCommands++;
    this.lastDtmfCommand = digits;
  }

  /** The first link of that name; names are not unique. */
  find(name: string): Link | undefined {
    return this.#links.find((link) => link.name === name);
  }

  add(link: Link): void {
    this.#links.push(link);
  }

  remove(link: Link): void {
    this.#links = this.#links.filter((other) => other !== link);
  }

  /** The node comes up: eight zeros, which tell every listener to forget what it knew. */
  boot(): void {
    this.up = true;
    this.boots++;
    this.keyups = 0;
    this.kerchunks = 0;
    this.dtmfCommands = 0;
    this.lastDtmfCommand = null;
    this.dropped = [];
    this.lastKeyedMs = this.#around.agenda.now() - LOCKOUT_MS;
    this.lastTxKeyedMs = this.lastKeyedMs;
    for (const name of START_ORDER) this.#publish(name, "0");
  }

  /** The node goes down without a word; nobody hears of its links any more. */
  halt(): void {
    this.up = false;
    this.rxKeyed = false;
    this.#announcements = 0;
    this.#external = false;
    this.#links = [];
    this.#transmitter.drop();
    this.#variables.clear();
  }

  /** Tells the four lists, as app_rpt does on most (not all) changes of a link. */
  updateLists(): void {
    const adjacent = adjacentLinks(this.#links);
    this.#publish("RPT_ALINKS", alinksText(adjacent));
    this.#publish("RPT_NUMALINKS", String(adjacent.length));
    const { text, count } = this.#reachable();
    this.#publish("RPT_LINKS", text);
    this.#publish("RPT_NUMLINKS", String(count));
  }

  /** The local receiver keys or unkeys. */
  receive(keyed: boolean): void {
    const nowMs = this.#around.agenda.now();
    if (!keyed && nowMs - this.lastKeyedMs < KERCHUNK_MS) this.kerchunks++;
    this.rxKeyed = keyed;
    this.lastKeyedMs = nowMs;
    this.#publish("RPT_RXKEYED", keyed ? "1" : "0");
    this.followSignals();
  }

  /** An announcement ("node 1999 connected") begins or ends; it keys the transmitter and what is sent to links. */
  announce(on: boolean): void {
    this.#announcements = Math.max(0, this.#announcements + (on ? 1 : -1));
    this.followSignals();
  }

  /** Keys the transmitter by what is to be heard now: receiver, links, announcements. */
  followSignals(): void {
    const local = this.rxKeyed || this.#announcements > 0;
    const heard = this.#links.some((link) => link.keyed);
    this.#transmitter.follow(local || heard, local);
    if (local === this.#external) return;
    this.#external = local;
    this.#publish("RPT_ETXKEYED", local ? "1" : "0");
  }

  /** Whether it has something to send to `to`: its receiver, or another link than a local monitor. */
  hasSignalFor(to: Link): boolean {
    return this.rxKeyed || this.#links.some((link) => link !== to && link.keyed && link.mode !== "L");
  }

  #transmitted(keyed: boolean): void {
    if (keyed) this.keyups++;
    else this.lastTxKeyedMs = this.#around.agenda.now();
    this.#publish("RPT_TXKEYED", keyed ? "1" : "0");
    if (keyed) this.lastTxKeyedMs = this.#around.agenda.now();
  }

  #reachable(): { readonly text: string; readonly count: number } {
    const version = this.#around.topologyVersion();
    if (this.#linksCache.version !== version) {
      const nodes = reachableNodes(this);
      this.#linksCache = { version, text: linksText(nodes), count: nodes.length };
    }
    return this.#linksCache;
  }

  #publish(name: RptVariableName, value: string): void {
    this.#variables.delete(name);
    this.#variables.set(name, value);
    this.#around.publish(this, name, value);
  }
}
