import type { Agenda, Task } from "../world/agenda.ts";
import type { Random, Range } from "../world/random.ts";
import type { Talker } from "../world/types.ts";
import type { World } from "../world/world.ts";
import type { ConversationPlan } from "../scenario/types.ts";

/** A kerchunk: keyed and gone. */
const KERCHUNK_MS: Range = [120, 900];
/** How long after somebody began a second one begins too, */
const DOUBLE_AFTER_MS: Range = [150, 1_800];
/** and for how long he goes on before he notices. */
const DOUBLE_MS: Range = [500, 4_000];

type Turn =
  | { readonly is: "silence" }
  | { readonly is: "over"; readonly talker: Talker; readonly end: Task };

/**
 * One group of people on the air: a few of those who are there take turns, over by over, sometimes doubling or just
 * kerchunking; then silence, then others. Whoever loses his link has lost his turn.
 */
export class Conversation {
  readonly #agenda: Agenda;
  readonly #world: World;
  readonly #random: Random;
  readonly #plan: ConversationPlan;
  #people: Talker[] = [];
  #oversLeft = 0;
  #last: Talker | null = null;
  #turn: Turn = { is: "silence" };

  constructor(agenda: Agenda, world: World, random: Random, plan: ConversationPlan) {
    this.#agenda = agenda;
    this.#world = world;
    this.#random = random;
    this.#plan = plan;
  }

  /** Begins to talk, after a while. */
  start(): void {
    this.#world.listen({ dropped: (talker) => this.#dropped(talker) });
    this.#after(this.#plan.rhythm.firstMs, () => this.#gather());
  }

  #gather(): void {
    const { rhythm, talkers } = this.#plan;
    const present = talkers.filter((talker) => this.#world.canTalk(talker));
    this.#people = this.#random.sample(present, this.#random.within(rhythm.people));
    this.#oversLeft = this.#random.within(rhythm.overs);
    this.#over();
  }

  #over(): void {
    const ready = this.#people.filter((talker) => this.#world.canTalk(talker));
    const others = ready.filter((talker) => talker !== this.#last);
    const talker = this.#random.pick(others.length > 0 ? others : ready);
    if (!talker || !this.#world.talk(talker, true)) return this.#next(true);
    this.#last = talker;
    const kerchunk = this.#random.chance(this.#plan.rhythm.kerchunkChance);
    const lengthMs = kerchunk
      ? this.#random.within(KERCHUNK_MS)
      : this.#random.mostlyShort(this.#plan.rhythm.overMs);
    this.#turn = { is: "over", talker, end: this.#agenda.after(lengthMs, () => this.#end(talker)) };
    if (!kerchunk && this.#random.chance(this.#plan.rhythm.doubleChance)) this.#double();
  }

  #end(talker: Talker): void {
    this.#turn = { is: "silence" };
    this.#world.talk(talker, false);
    this.#next(false);
  }

  #next(nobodyThere: boolean): void {
    this.#oversLeft--;
    const { gapMs, pauseMs } = this.#plan.rhythm;
    if (this.#oversLeft > 0 && !nobodyThere) this.#after(gapMs, () => this.#over());
    else this.#after(pauseMs, () => this.#gather());
  }

  #double(): void {
    this.#after(DOUBLE_AFTER_MS, () => {
      const second = this.#random.pick(this.#people.filter((talker) => this.#world.canTalk(talker)));
      if (!second || this.#turn.is === "silence" || !this.#world.talk(second, true)) return;
      this.#after(DOUBLE_MS, () => void this.#world.talk(second, false));
    });
  }

  #dropped(talker: Talker): void {
    const turn = this.#turn;
    if (turn.is !== "over" || turn.talker.node !== talker.node || turn.talker.link !== talker.link) return;
    turn.end.cancel();
    this.#turn = { is: "silence" };
    this.#next(false);
  }

  #after(range: Range, run: () => void): void {
    this.#agenda.after(this.#random.within(range), run);
  }
}
