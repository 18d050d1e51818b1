import type { Agenda } from "./agenda.ts";
import type { Keying } from "./keying.ts";
import { Link } from "./link.ts";
import type { LocalNode } from "./node.ts";
import type { CallOutcome, LinkMode, LinkSpec, LinkState } from "./types.ts";

/** app_rpt keeps a link that the caller hung up for this long (DISC_TIME). */
const LINGER_MS = 10_000;
/** A link that we called and that the far end hung up shows `C` for this long; 5 to 10 s in the recordings. */
const GIVE_UP_MS = 5_000;
/** A permanent link that was lost is called again after this long, */
const CALL_AGAIN_MS = 10_000;
/** and answers after this long when the far end just hung up. */
const ANSWERS_AGAIN_MS = 3_000;
/** Until the answering node has its end of a link. */
const FAR_END_MS = 40;
/** "Node so-and-so connected", spoken. */
const ANNOUNCEMENT_MS = 4_500;
/** A second call of such a name replaces the first link; of any other name it makes another one. */
const ALL_DIGITS_REGEXP = /^\d+$/;
/** The answering side begins to speak a moment after it told its lists. */
const ANSWER_TO_SPEECH_MS = 15;

/** What the life of links needs of the world. */
export interface LinkSurroundings {
  readonly agenda: Agenda;
  readonly keying: Keying;
  readonly nodes: ReadonlyMap<string, LocalNode>;
  topologyChanged(): void;
}

/**
 * How links begin, change and end, with what app_rpt says of it and, as important, what it does not say: no list
 * when an attempt starts or fails, none when a lost link is called again and answers, none when a mode change remakes it.
 */
export class LinkLife {
  readonly #world: LinkSurroundings;

  constructor(world: LinkSurroundings) {
    this.#world = world;
  }

  /** We call. False when there is a link of that name already. */
  call(node: LocalNode, spec: LinkSpec, outcome: CallOutcome): boolean {
    if (!node.up || node.find(spec.name)) return false;
    const link = new Link(spec, this.#state("connecting"));
    this.#add(node, link);
    this.ring(node, link, outcome);
    return true;
  }

  /** Somebody called us and is connected at once. A number takes the place of its old link; names may be there twice. */
  accept(node: LocalNode, spec: LinkSpec): Link | undefined {
    if (!node.up) return undefined;
    const link = new Link(spec, this.#state("established"));
    const old = ALL_DIGITS_REGEXP.test(spec.name) ? node.find(spec.name) : undefined;
    if (old) {
      link.reconnects = old.reconnects + 1;
      this.#remove(node, old);
    }
    this.#add(node, link);
    node.updateLists();
    this.#world.keying.settle(node);
    this.#world.agenda.after(ANSWER_TO_SPEECH_MS, () => this.#announce(node));
    return link;
  }

  /** Puts a link in place that was made before the simulation began; tells nobody. */
  place(node: LocalNode, spec: LinkSpec, state: LinkState): Link {
    const link = new Link(spec, state);
    this.#add(node, link);
    return link;
  }

  /** We hang up: gone, and told, at once. */
  disconnect(node: LocalNode, link: Link): void {
    this.#remove(node, link);
    this.#announce(node);
    node.updateLists();
    this.#world.keying.settle(node);
    this.farEndOf(link);
  }

  /** The far end hangs up. An inbound link lingers for 10 s; one that we called shows `C` for a while, or calls again. */
  hungUp(node: LocalNode, link: Link): void {
    if (link.state.is !== "established") return;
    if (link.permanent) return this.lose(node, link, ANSWERS_AGAIN_MS);
    const inbound = link.direction === "IN";
    link.state = inbound ? { ...link.state, is: "lingering" } : this.#state("lost");
    this.#silence(node, link);
    this.#world.agenda.after(inbound ? LINGER_MS : GIVE_UP_MS, () => this.#tellAndRemove(node, link));
  }

  /** A link that we called loses its channel, is called again, and answers `backAfterMs` later. Nobody is told. */
  lose(node: LocalNode, link: Link, backAfterMs: number): void {
    if (link.state.is !== "established" || link.direction === "IN") return;
    link.state = this.#state("lost");
    this.#silence(node, link);
    this.#world.agenda.after(CALL_AGAIN_MS, () => {
      if (!this.#isThere(node, link)) return;
      link.state = this.#state("retrying");
      this.ring(node, link, { answered: true, afterMs: backAfterMs });
    });
  }

  /** Another mode for a link that we called: it is dropped, which is told, and made again, which is not. */
  changeMode(node: LocalNode, link: Link, mode: LinkMode): void {
    if (link.state.is !== "established" || link.direction === "IN") return;
    this.#remove(node, link);
    node.updateLists();
    this.#world.keying.settle(node);
    const remade = new Link({ ...link.spec, mode, network: link.network }, this.#state("retrying"));
    remade.reconnects = link.reconnects;
    this.#add(node, remade);
    this.ring(node, remade, { answered: true, afterMs: FAR_END_MS });
  }

  /** The end of a link at another local node hears that this one has gone. */
  farEndOf(link: Link): void {
    const far = link.far;
    if (far === null) return;
    this.#world.agenda.after(FAR_END_MS, () => {
      if (this.#isThere(far.node, far.link)) this.hungUp(far.node, far.link);
    });
  }

  /** Joins the two ends of a link between local nodes. */
  join(node: LocalNode, link: Link, farNode: LocalNode, farLink: Link): void {
    link.far = { node: farNode, link: farLink };
    farLink.far = { node, link };
    this.#world.topologyChanged();
  }

  /** A call of ours is under way; this is what it ends in. */
  ring(node: LocalNode, link: Link, outcome: CallOutcome): void {
    this.#world.agenda.after(outcome.afterMs, () => {
      if (!this.#isThere(node, link)) return;
      if (outcome.answered) this.#answered(node, link);
      else if (link.permanent) this.#callAgain(node, link, outcome);
      else this.#remove(node, link);
    });
  }

  #callAgain(node: LocalNode, link: Link, outcome: CallOutcome): void {
    link.state = this.#state("connecting");
    this.ring(node, link, outcome);
  }

  #answered(node: LocalNode, link: Link): void {
    const first = link.state.is === "connecting";
    link.state = { ...link.state, is: "established" };
    this.#world.topologyChanged();
    this.#answerLocally(node, link);
    if (!first) return void link.reconnects++;
    this.#announce(node);
    node.updateLists();
  }

  #answerLocally(node: LocalNode, link: Link): void {
    const other = this.#world.nodes.get(link.name);
    if (!other || other === node) return;
    const spec: LinkSpec = { name: node.spec.id, mode: "T", direction: "IN", peer: link.peer };
    this.#world.agenda.after(FAR_END_MS, () => {
      if (!this.#isThere(node, link)) return;
      const farLink = this.accept(other, spec);
      if (!farLink) return;
      this.join(node, link, other, farLink);
      this.#world.keying.settle(node);
      this.#world.keying.settle(other);
    });
  }

  #silence(node: LocalNode, link: Link): void {
    link.far = null;
    this.#world.topologyChanged();
    if (this.#world.keying.release(node, link)) node.updateLists();
    this.#world.keying.settle(node);
  }

  #tellAndRemove(node: LocalNode, link: Link): void {
    if (!this.#isThere(node, link)) return;
    node.updateLists();
    this.#remove(node, link);
    node.updateLists();
  }

  #announce(node: LocalNode): void {
    if (!node.up) return;
    node.announce(true);
    const boot = node.boots;
    this.#world.agenda.after(ANNOUNCEMENT_MS, () => {
      if (node.boots === boot) node.announce(false);
    });
  }

  #add(node: LocalNode, link: Link): void {
    node.add(link);
    this.#world.topologyChanged();
  }

  #remove(node: LocalNode, link: Link): void {
    this.#world.keying.release(node, link);
    node.remove(link);
    this.#world.topologyChanged();
  }

  #isThere(node: LocalNode, link: Link): boolean {
    return node.up && node.links.includes(link);
  }

  #state(is: LinkState["is"]): LinkState {
    return { is, sinceMs: this.#world.agenda.now() };
  }
}
