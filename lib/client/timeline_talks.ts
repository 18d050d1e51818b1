/** One transmission as it is drawn; `endedAtMs` is `null` while it runs. Epoch milliseconds. */
export interface Talk {
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
}

/** A transmission that is over. */
export interface EndedTalk extends Talk {
  readonly endedAtMs: number;
}

/** A start told as duration before the end is off by the rounding of that duration. */
const SAME_START_MS = 1;

/**
 * Enters that a transmission began. The one before it has ended by then at the latest, and this one by the beginning of
 * the next, in case the stop between was lost; a stop that comes late puts the true end. Nothing new gives the same list.
 */
export function placeStart(talks: readonly Talk[], startedAtMs: number): readonly Talk[] {
  if (talks.some((talk) => isSameStart(talk, startedAtMs))) return talks;
  const before = talks.filter((talk) => talk.startedAtMs < startedAtMs);
  const after = talks.slice(before.length);
  const endedAtMs = after[0]?.startedAtMs ?? null;
  return [...before.map((talk) => endedBy(talk, startedAtMs)), { startedAtMs, endedAtMs }, ...after];
}

/** Enters a transmission with its true times, over whatever was assumed of this time. */
export function placeEnded(talks: readonly Talk[], ended: EndedTalk): readonly Talk[] {
  const known = talks.find((talk) => isSameStart(talk, ended.startedAtMs));
  if (known && known.endedAtMs === ended.endedAtMs) return talks;
  const talk = known ? { ...ended, startedAtMs: known.startedAtMs } : ended;
  const before = talks.filter((each) => each !== known && each.startedAtMs < talk.startedAtMs);
  const after = talks.filter((each) =>
    each !== known && each.startedAtMs > talk.startedAtMs && each.startedAtMs >= talk.endedAtMs
  );
  return [...before.map((each) => endedBy(each, talk.startedAtMs)), talk, ...after];
}

function isSameStart(talk: Talk, startedAtMs: number): boolean {
  return Math.abs(talk.startedAtMs - startedAtMs) <= SAME_START_MS;
}

function endedBy(talk: Talk, atMs: number): Talk {
  return talk.endedAtMs === null || talk.endedAtMs > atMs ? { ...talk, endedAtMs: atMs } : talk;
}
