/** Places kept in mind; the one that was signed in from longest ago is forgotten first. */
const MAX_PLACES = 1_000;

/** One sign-in that was good. */
export interface GoodSignIn {
  readonly userId: number;
  /** An address, or the network of one subscriber. */
  readonly place: string;
}

/** Where accounts were signed in to from, so that their owners are told from strangers there when strangers guess. */
export class KnownPlaces {
  readonly #places = new Set<string>();
  #isRecalled = false;

  /** `recall` gives sign-ins from before the program started, oldest first; it is asked once, when that is needed. */
  constructor(private readonly recall: () => readonly GoodSignIn[]) {}

  /** Places kept in mind. */
  get size(): number {
    return this.#places.size;
  }

  /** Most places kept in mind. */
  get limit(): number {
    return MAX_PLACES;
  }

  /** Takes a good sign-in down. */
  note({ userId, place }: GoodSignIn): void {
    const key = `${userId} ${place}`;
    this.#places.delete(key);
    this.#places.add(key);
    if (this.#places.size <= MAX_PLACES) return;
    for (const oldest of this.#places) {
      this.#places.delete(oldest);
      return;
    }
  }

  /** Whether somebody signed in to the account from there before. */
  knows({ userId, place }: GoodSignIn): boolean {
    if (!this.#isRecalled) {
      this.#isRecalled = true;
      const since = [...this.#places];
      for (const signIn of this.recall()) this.note(signIn);
      for (const key of since) this.#places.delete(key);
      for (const key of since) this.#places.add(key);
    }
    return this.#places.has(`${userId} ${place}`);
  }
}
