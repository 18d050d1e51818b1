import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type FavoriteActivity, type FavoriteActivityAnswer, isFavoriteActivity } from "../wire/mod.ts";
import type { ControlApi } from "./control_desk.ts";

/** How often it is read while favourites are in view: as often as the server asks about one of them. */
export const FAVORITE_READ_MS = 3_000;

/** What the favourites are doing, read again and again while somebody looks. */
export class FavoriteFeed {
  readonly #activity: Signal<ReadonlyMap<string, FavoriteActivity>>;
  readonly #fault: Signal<string | null>;
  #isReading = false;

  constructor(known: FavoriteActivityAnswer, private readonly api: ControlApi) {
    this.#activity = signal(byNode(known));
    this.#fault = signal(known.fault);
  }

  /** By the node's number. */
  get activity(): ReadonlySignal<ReadonlyMap<string, FavoriteActivity>> {
    return this.#activity;
  }

  /** Why it does not get newer; `null` while it does. */
  get fault(): ReadonlySignal<string | null> {
    return this.#fault;
  }

  /** Reads it once; what is known stays where that fails. */
  async read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    const answer = await this.api("GET", "/favorites/activity");
    this.#isReading = false;
    if (!answer.ok) return void (this.#fault.value = answer.message);
    if (!isFavoriteActivity(answer.data)) return void (this.#fault.value = "the answer was not understood");
    this.#activity.value = byNode(answer.data);
    this.#fault.value = answer.data.fault;
  }
}

function byNode({ activity }: FavoriteActivityAnswer): ReadonlyMap<string, FavoriteActivity> {
  return new Map(activity.map((each) => [each.node, each]));
}
