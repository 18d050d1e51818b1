import type { LinkView } from "./model.ts";

/** Rows that are written anew in one frame: on a slow machine each costs a millisecond. */
const WRITTEN_A_FRAME = 12;

/** To set up a row costs as much as to write so many anew. */
const SET_UP_COST = 2;

/** What a row shows. */
export interface RowContent {
  readonly link: LinkView;
  /** When it went; `null` while it is connected. */
  readonly lostAtMs: number | null;
}

/**
 * What rows show when more of them change than one frame has room for, as with the first poll of a hundred links: what is
 * in sight first, the others in the frames after. Until then a row shows what it showed, and a new one is not there.
 */
export class RowSpread {
  #shown: ReadonlyMap<string, RowContent> | null = null;
  #isDone = true;

  /** False while there are rows that do not show the newest yet. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /**
   * What to show now of what is wanted, in the order wanted. `inSight` is asked for the places that can be seen, from the
   * first to before the last, only when it matters. What is shown first is shown whole: the server rendered it.
   */
  next(
    wanted: ReadonlyMap<string, RowContent>,
    inSight: () => readonly [from: number, to: number],
  ): ReadonlyMap<string, RowContent> {
    const before = this.#shown ?? wanted;
    const changed = [...wanted.keys()].filter((id) => !isSame(before.get(id), wanted.get(id)));
    const costOf = (id: string) => before.has(id) ? 1 : SET_UP_COST;
    let room = WRITTEN_A_FRAME;
    this.#isDone = changed.reduce((cost, id) => cost + costOf(id), 0) <= room;
    if (this.#isDone) return this.#shown = wanted;
    const first = sightFirst(changed, [...wanted.keys()], inSight());
    const put = new Set(first.filter((id) => (room -= costOf(id)) >= 0));
    const next = new Map<string, RowContent>();
    for (const [id, content] of wanted) {
      const shown = put.has(id) ? content : before.get(id);
      if (shown) next.set(id, shown);
    }
    return this.#shown = next;
  }
}

function isSame(one: RowContent | undefined, other: RowContent | undefined): boolean {
  return one?.link === other?.link && one?.lostAtMs === other?.lostAtMs;
}

function sightFirst(
  changed: readonly string[],
  order: readonly string[],
  [from, to]: readonly [number, number],
): readonly string[] {
  const seen = new Set(order.slice(from, to));
  return [...changed.filter((id) => seen.has(id)), ...changed.filter((id) => !seen.has(id))];
}
