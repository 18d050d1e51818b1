import type { NameLookup } from "../nodes/mod.ts";
import type { HistoryReader, StatsReader } from "../store/mod.ts";

/** What is remembered of somebody who talked. */
interface Spoken {
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
}

/**
 * The same readers, with names for what was heard before its name was known: a directory that comes later names the past
 * too. What was stored with a name keeps it.
 */
export function namedReaders(
  store: StatsReader & HistoryReader,
  names: NameLookup,
): StatsReader & HistoryReader {
  const named = <Row extends Spoken>(row: Row): Row => {
    const name = isNameless(row) ? names(row.node) : undefined;
    return name ? { ...row, callsign: name.callsign, description: name.description } : row;
  };
  return {
    linkStats: (query) => store.linkStats(query),
    talkerLog: (query) => store.talkerLog(query).map(named),
    recentTransmissions: (query) => store.recentTransmissions(query).map(named),
    recentSessions: (query) => store.recentSessions(query),
    dailySums: (query) => store.dailySums(query),
  };
}

/** True for what was heard before its name was known. */
export function isNameless({ callsign, description }: Spoken): boolean {
  return callsign === null && description === null;
}
