import { type ReadonlySignal, signal } from "@preact/signals";
import type { InstantStyle } from "./instants.ts";
import { DEFAULT_PREFERENCES, parsePreferences, type Preferences, PREFERENCES_KEY } from "./preferences.ts";

/** Told on `globalThis` when the preferences of this page changed; `static/theme.js` listens. */
export const PREFERENCES_EVENT = "nexus-preferences";

const current = signal<Preferences>(DEFAULT_PREFERENCES);
const style = signal<InstantStyle | null>(null);

/** The preferences of this browser; on the server, and until they are read, those by default. */
export const preferences: ReadonlySignal<Preferences> = current;

/** How to write instants; `null` where nobody is known to ask, as on the server: then in UTC. */
export const instantStyle: ReadonlySignal<InstantStyle | null> = style;

/** Reads the preferences and follows what other tabs change. Gives a function that stops that. */
export function followPreferences(): () => void {
  take(parsePreferences(read()));
  const changed = (event: StorageEvent) => {
    // A null key means that everything was cleared.
    if (event.key === PREFERENCES_KEY || event.key === null) take(parsePreferences(read()));
  };
  globalThis.addEventListener("storage", changed);
  return () => globalThis.removeEventListener("storage", changed);
}

/** Changes some of the preferences, keeps them, and tells the page. */
export function changePreferences(change: Partial<Preferences>): void {
  take({ ...current.peek(), ...change });
  try {
    localStorage.setItem(PREFERENCES_KEY, JSON.stringify(current.peek()));
  } catch {
    // A browser that keeps nothing still has them until the page closes.
  }
  globalThis.dispatchEvent(new Event(PREFERENCES_EVENT));
}

function take(next: Preferences): void {
  current.value = next;
  const { hours, zone } = next;
  const before = style.peek();
  if (before?.hours !== hours || before.zone !== zone) style.value = { hours, zone };
}

function read(): string | null {
  try {
    return localStorage.getItem(PREFERENCES_KEY);
  } catch {
    return null; // storage is switched off
  }
}
