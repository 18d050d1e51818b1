import type { Agenda } from "./agenda.ts";
import type { Link } from "./link.ts";
import type { LocalNode } from "./node.ts";
import type { Talker } from "./types.ts";

/** From one node's receiver to the neighbour's keyed link; 50 to 90 ms in the recordings. */
const HOP_MS = 70;

/** Who talks: keys and unkeys receivers and links, and carries it on between local nodes. */
export class Keying {
  readonly #agenda: Agenda;
  readonly #nodes: ReadonlyMap<string, LocalNode>;
  readonly #dropped: (talker: Talker) => void;

  constructor(
    agenda: Agenda,
    nodes: ReadonlyMap<string, LocalNode>,
    dropped: (talker: Talker) => void,
  ) {
    this.#agenda = agenda;
    this.#nodes = nodes;
    this.#dropped = dropped;
  }

  /** Whether the talker is there, can be heard and is silent now. */
  canTalk(talker: Talker): boolean {
    const node = this.#nodes.get(talker.node);
    if (!node?.up) return false;
    if (talker.link === null) return !node.rxKeyed;
    const link = node.find(talker.link);
    return link?.state.is === "established" && link.far === null && !link.talking;
  }

  /** Keys or unkeys a talker; false when there is nothing to do, or nobody there. */
  talk(talker: Talker, on: boolean): boolean {
    if (on && !this.canTalk(talker)) return false;
    const node = this.#nodes.get(talker.node);
    if (!node?.up) return false;
    if (talker.link === null) return this.#talkLocally(node, on);
    const link = node.find(talker.link);
    if (!link || link.talking === on) return false;
    link.talking = on;
    this.#mark(node, link, on);
    return true;
  }

  /** Unkeys a talker for `gapMs` in the middle of his words, as links of a chain do. */
  flicker(talker: Talker, gapMs: number): boolean {
    const node = this.#nodes.get(talker.node);
    const link = talker.link === null ? undefined : node?.find(talker.link);
    if (!node || !link?.talking || !link.keyed) return false;
    this.#mark(node, link, false);
    this.#agenda.after(gapMs, () => {
      if (link.talking) this.#mark(node, link, true);
    });
    return true;
  }

  /** A link lost its channel: it is silent from now on. True when it was keyed; telling is left to the caller. */
  release(node: LocalNode, link: Link): boolean {
    const wasKeyed = link.keyed;
    if (link.talking) this.#dropped({ node: node.spec.id, link: link.name });
    link.talking = false;
    link.keyed = false;
    link.sending = false;
    if (wasKeyed && link.spec.phone !== true) link.keyEndMs = this.#agenda.now();
    return wasKeyed;
  }

  /** Lets transmitter and neighbours follow what is to be heard on the node now. */
  settle(node: LocalNode): void {
    node.followSignals();
    this.#relay(node);
  }

  #talkLocally(node: LocalNode, on: boolean): boolean {
    if (node.rxKeyed === on) return false;
    node.receive(on);
    this.#relay(node);
    return true;
  }

  #mark(node: LocalNode, link: Link, keyed: boolean): void {
    if (link.keyed === keyed) return;
    link.keyed = keyed;
    if (link.spec.phone !== true) {
      if (keyed) link.keyStartMs = this.#agenda.now();
      else link.keyEndMs = this.#agenda.now();
      node.updateLists();
    }
    this.settle(node);
  }

  #relay(node: LocalNode): void {
    for (const link of node.links) {
      const far = link.far;
      if (far === null || link.mode !== "T" || link.state.is !== "established") continue;
      const sending = node.hasSignalFor(link);
      if (sending === link.sending) continue;
      link.sending = sending;
      this.#agenda.after(HOP_MS, () => this.#arrive(far.node, far.link, sending));
    }
  }

  #arrive(node: LocalNode, link: Link, keyed: boolean): void {
    if (!node.links.includes(link) || link.state.is !== "established") return;
    this.#mark(node, link, keyed);
  }
}
