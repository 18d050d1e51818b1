import type { Agenda } from "../world/agenda.ts";
import type { Random } from "../world/random.ts";
import type { Exchange } from "./exchange.ts";
import { STORIES } from "./stories.ts";
import { type Cast, reach, type Story, talk } from "./story.ts";
import type { Course, PbxPlan, Phone } from "./types.ts";

/** So long before anybody could hear of it the first call began, and so long it goes on. */
const ALREADY_UP_MS = 95_000;

/** The call that is up before anything is told of the exchange. */
const ALREADY_UP: Story = {
  name: "up already",
  people: 2,
  *play(pbx, { phones: [one, other] }, random) {
    const caller = pbx.incoming(one, other.number);
    yield* talk(pbx, random, caller, yield* reach(pbx, random, caller, other));
  },
};

/** What goes on in an exchange: one kind of call after the other, each in turn before any comes again. */
export class PbxLife {
  readonly #busy = new Set<Phone>();
  #running = 0;
  #deck: Story[] = [];
  /** Counts restarts: what was going on before one never goes on. */
  #run = 0;

  constructor(
    private readonly agenda: Agenda,
    private readonly exchange: Exchange,
    private readonly plan: PbxPlan,
    private readonly random: Random,
    private readonly stories: readonly Story[] = STORIES,
  ) {}

  /** Lets people call. The first time somebody has been talking for a while. */
  start(): void {
    if (this.#run === 0) this.#talkAlready();
    this.#plan(this.#run, Math.floor(this.plan.everyMs[0] / 4));
  }

  /** The process is gone, and every call with it. */
  halt(): void {
    this.#run++;
    this.#busy.clear();
    this.#running = 0;
    this.exchange.clear();
  }

  #talkAlready(): void {
    const phones = this.#take(ALREADY_UP.people);
    const [outside] = this.plan.outside;
    if (phones === null || outside === undefined) return;
    const cast: Cast = { phones, outside, mainNumber: this.plan.mainNumber };
    const course = ALREADY_UP.play(this.exchange, cast, this.random.fork(ALREADY_UP.name));
    let isTalking = false;
    this.exchange.earlier(ALREADY_UP_MS, () => {
      while (!isTalking && course.next().done !== true) isTalking = [...this.exchange.bridges].length > 0;
    });
    const run = this.#run;
    this.#running++;
    this.agenda.after(ALREADY_UP_MS, () => this.#step(run, course, phones.slice(0, ALREADY_UP.people)));
  }

  #plan(run: number, delayMs: number): void {
    this.agenda.after(delayMs, () => {
      if (run !== this.#run) return;
      this.#begin(run);
      this.#plan(run, this.random.within(this.plan.everyMs));
    });
  }

  #begin(run: number): void {
    if (this.#running >= this.plan.atOnce) return;
    const story = this.#draw();
    const phones = this.#take(story.people);
    const outside = this.random.pick(this.plan.outside);
    if (phones === null || outside === undefined) return void this.#deck.push(story);
    this.#running++;
    const cast: Cast = { phones, outside, mainNumber: this.plan.mainNumber };
    const taken = phones.slice(0, story.people);
    this.#step(
      run,
      story.play(this.exchange, cast, this.random.fork(`${story.name} ${this.agenda.now()}`)),
      taken,
    );
  }

  #step(run: number, course: Course, taken: readonly Phone[]): void {
    if (run !== this.#run) return;
    const { done, value } = course.next();
    if (done === true) {
      this.#running--;
      for (const phone of taken) this.#busy.delete(phone);
      return;
    }
    this.agenda.after(value, () => this.#step(run, course, taken));
  }

  #draw(): Story {
    if (this.#deck.length === 0) this.#deck = shuffled(this.stories, this.random);
    const story = this.#deck.pop();
    if (story === undefined) throw new Error("draw a kind of call, there is none");
    return story;
  }

  /** As many free phones as a story takes, filled up to four with any; `null` where there are too few. */
  #take(people: number): Cast["phones"] | null {
    const free = shuffled(this.plan.phones.filter((phone) => !this.#busy.has(phone)), this.random);
    if (free.length < people) return null;
    const others = this.plan.phones.filter((phone) => !free.includes(phone));
    const [one, two, three, four] = [...free, ...others];
    if (!one || !two || !three || !four) return null;
    for (const phone of free.slice(0, people)) this.#busy.add(phone);
    return [one, two, three, four];
  }
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  const mixed: T[] = [];
  while (left.length > 0) mixed.push(...left.splice(random.within([0, left.length - 1]), 1));
  return mixed;
}
