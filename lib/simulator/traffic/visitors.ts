import type { Agenda } from "../world/agenda.ts";
import type { Random } from "../world/random.ts";
import type { LinkMode } from "../world/types.ts";
import type { World } from "../world/world.ts";
import type { Visitor, VisitorsPlan } from "../scenario/types.ts";

/** One link that comes, stays and goes, again and again, by either end's doing. */
export class Visits {
  readonly #agenda: Agenda;
  readonly #world: World;
  readonly #random: Random;
  readonly #plan: VisitorsPlan;
  readonly #visitor: Visitor;

  constructor(agenda: Agenda, world: World, random: Random, plan: VisitorsPlan, visitor: Visitor) {
    this.#agenda = agenda;
    this.#world = world;
    this.#random = random;
    this.#plan = plan;
    this.#visitor = visitor;
  }

  /** Begins where the world has it: there, or away. */
  start(): void {
    if (this.#isThere()) this.#stay(0);
    else this.#stayAway();
  }

  #stayAway(): void {
    this.#agenda.after(this.#random.within(this.#plan.awayMs), () => this.#arrive());
  }

  #arrive(): void {
    const { node, link, answerChance } = this.#visitor;
    if (this.#isThere()) return this.#stay(0);
    if (link.direction === "IN") {
      if (this.#world.accept(node, link)) this.#stay(0);
      else this.#stayAway();
      return;
    }
    const answered = this.#random.chance(answerChance);
    const afterMs = this.#random.within(answered ? this.#plan.answerMs : this.#plan.failMs);
    const called = this.#world.call(node, link, { answered, afterMs });
    if (called && answered) this.#stay(afterMs);
    else this.#stayAway();
  }

  #stay(connectingMs: number): void {
    this.#agenda.after(connectingMs + this.#random.within(this.#plan.stayMs), () => this.#leave());
  }

  #leave(): void {
    const { node, link } = this.#visitor;
    if (link.direction === "OUT" && this.#random.chance(this.#plan.modeChangeChance)) {
      this.#world.changeMode(node, link.name, this.#otherMode());
      return this.#stay(0);
    }
    if (this.#random.chance(0.5)) this.#world.hungUp(node, link.name);
    else this.#world.disconnect(node, link.name);
    this.#stayAway();
  }

  #isThere(): boolean {
    const { node, link } = this.#visitor;
    const { state } = this.#world.node(node)?.find(link.name) ?? {};
    return state !== undefined && state.is !== "lingering";
  }

  #otherMode(): LinkMode {
    const { node, link } = this.#visitor;
    const current = this.#world.node(node)?.find(link.name)?.mode;
    return current === "T" ? "R" : "T";
  }
}
