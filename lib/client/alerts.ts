import type { AlertFact, AlertFacts } from "./alert_facts.ts";
import { formatSpan } from "./format.ts";
import { type AlertPreferences, EVERYTHING, type QuietHours, type Watch } from "./preferences.ts";

/** Something worth calling a viewer for. */
export interface Alert {
  readonly kind: "talk" | "up" | "down";
  /** The same for alerts that replace each other. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
}

/** What the engine remembers between two looks; hand in what the look before gave. */
export interface AlertMemory {
  readonly facts: AlertFacts;
  /** When each local node was first seen, or seen again. */
  readonly seenAtMs: ReadonlyMap<string, number>;
  /** When something was last heard that is not keyed now, by the keys of the facts. */
  readonly heardAtMs: ReadonlyMap<string, number>;
  /** When each tag was last called for. */
  readonly calledAtMs: ReadonlyMap<string, number>;
}

/** Nothing was seen yet. */
export const NO_ALERT_MEMORY: AlertMemory = {
  facts: new Map(),
  seenAtMs: new Map(),
  heardAtMs: new Map(),
  calledAtMs: new Map(),
};

/** One look at what goes on; instants are epoch milliseconds by the server's clock. */
export interface AlertLook {
  /** `null` while what is shown may not be true: then everything is learned anew. */
  readonly facts: AlertFacts | null;
  readonly nowMs: number;
  /** Minutes since midnight where the viewer is. */
  readonly minuteOfDay: number;
  readonly preferences: AlertPreferences;
}

/** After it is first seen, a node's links come in one by one; that is no news. */
export const SETTLE_MS = 10_000;

/** The same alert at most once in this time, however a link flaps. */
export const REPEAT_MS = 60_000;

/** And all alerts together at most this many in that time. */
export const ALERT_LIMIT = 5;

/** Compares with the look before; gives what to call for, and what to remember. */
export function lookForAlerts(
  memory: AlertMemory,
  look: AlertLook,
): { readonly memory: AlertMemory; readonly alerts: readonly Alert[] } {
  const { facts, nowMs, preferences } = look;
  const calledAtMs = new Map([...memory.calledAtMs].filter(([, atMs]) => nowMs - atMs < REPEAT_MS));
  if (facts === null) return { memory: { ...NO_ALERT_MEMORY, calledAtMs }, alerts: [] };
  const seenAtMs = firstSeen(memory, facts, nowMs);
  const alerts: Alert[] = [];
  for (
    const alert of isQuietAt(preferences.quietHours, look.minuteOfDay) ? [] : news(memory, look, seenAtMs)
  ) {
    if (calledAtMs.has(alert.tag) || calledAtMs.size >= ALERT_LIMIT) continue;
    calledAtMs.set(alert.tag, nowMs);
    alerts.push(alert);
  }
  return { memory: { facts, seenAtMs, heardAtMs: lastHeard(memory, facts, nowMs), calledAtMs }, alerts };
}

/** True within quiet hours, which may lie across midnight; equal ends are no time at all. */
export function isQuietAt(hours: QuietHours | null, minuteOfDay: number): boolean {
  if (hours === null) return false;
  const { fromMinute, toMinute } = hours;
  const since = minuteOfDay >= fromMinute;
  const until = minuteOfDay < toMinute;
  return fromMinute <= toMinute ? since && until : since || until;
}

function firstSeen(memory: AlertMemory, facts: AlertFacts, nowMs: number): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  for (const [key, { kind }] of facts) if (kind === "node") seen.set(key, memory.seenAtMs.get(key) ?? nowMs);
  return seen;
}

/** What was keyed a look ago was heard until now; what the server told may be newer than what was seen. */
function lastHeard(memory: AlertMemory, facts: AlertFacts, nowMs: number): ReadonlyMap<string, number> {
  const heard = new Map<string, number>();
  for (const [key, fact] of facts) {
    const seen = fact.talking || memory.facts.get(key)?.talking ? nowMs : memory.heardAtMs.get(key);
    const atMs = Math.max(seen ?? -Infinity, fact.heardAtMs ?? -Infinity);
    if (Number.isFinite(atMs)) heard.set(key, atMs);
  }
  return heard;
}

function* news(memory: AlertMemory, look: AlertLook, seenAtMs: ReadonlyMap<string, number>): Iterable<Alert> {
  const { facts, nowMs, preferences } = look;
  if (facts === null) return;
  const settled = (node: string) => nowMs - (seenAtMs.get(node) ?? nowMs) >= SETTLE_MS;
  const told = new Set<string>();
  for (const [key, fact] of facts) {
    if (!settled(fact.node)) continue;
    const before = memory.facts.get(key);
    if (before === undefined) {
      if (watched(preferences.watches, fact, "linkUp")) yield change("up", key, fact);
    } else if (fact.talking && !before.talking && watched(preferences.watches, fact, "talk")) {
      const quietMs = nowMs - (memory.heardAtMs.get(key) ?? -Infinity);
      if (quietMs < preferences.quietMinutes * 60_000 || told.has(fact.node)) continue;
      told.add(fact.node); // a node comes before its links: one voice is one alert
      yield talk(key, fact, quietMs);
    }
  }
  for (const [key, fact] of memory.facts) {
    if (facts.has(key) || fact.kind === "node" || !settled(fact.node)) continue;
    if (watched(preferences.watches, fact, "linkDown")) yield change("down", key, fact);
  }
}

/** A node's own watch covers its links' coming and going; that somebody talks is told of the node as a whole. */
function watched(watches: readonly Watch[], fact: AlertFact, what: "talk" | "linkUp" | "linkDown"): boolean {
  return watches.some((watch) => {
    if (!watch[what]) return false;
    if (watch.subject === fact.subject) return true;
    const wide = watch.subject === EVERYTHING || watch.subject === fact.node;
    return wide && (what !== "talk" || fact.kind === "node");
  });
}

function change(kind: "up" | "down", key: string, { name, node }: AlertFact): Alert {
  const word = kind === "up" ? "connected to" : "disconnected from";
  return { kind, tag: `${kind} ${key}`, title: `${name} ${word} ${node}`, body: `Node ${node}` };
}

function talk(key: string, { name, node }: AlertFact, quietMs: number): Alert {
  const quiet = Number.isFinite(quietMs)
    ? `After ${formatSpan(quietMs / 1000)} of quiet`
    : "The first to be heard";
  return { kind: "talk", tag: `talk ${key}`, title: `${name} talks on ${node}`, body: quiet };
}
