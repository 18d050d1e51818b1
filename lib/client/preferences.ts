/** How a viewer wants the pages. All of it stays in the browser. */
export interface Preferences {
  readonly theme: "system" | "light" | "dark";
  readonly density: "comfortable" | "compact";
  /** `auto` is as the browser's language has it. */
  readonly hours: "auto" | "12" | "24";
  /** `browser`, or the name of a time zone: `UTC`, `Europe/Berlin`. */
  readonly zone: string;
  /** Of the machine; `auto` is as the browser's country has it. */
  readonly temperature: "auto" | "celsius" | "fahrenheit";
  /** Single keys as shortcuts; those who dictate or use a screen reader may not want them. */
  readonly shortcuts: boolean;
  readonly alerts: AlertPreferences;
}

/** When and how the page calls a viewer who looks elsewhere. */
export interface AlertPreferences {
  readonly notifications: boolean;
  readonly sounds: boolean;
  readonly watches: readonly Watch[];
  /** Talk is worth an alert after this many minutes without any. */
  readonly quietMinutes: number;
  /** No alerts between these minutes of the day, which may lie across midnight; `null` for alerts at all times. */
  readonly quietHours: QuietHours | null;
}

/** A part of the day in minutes since midnight: from the first up to, not including, the last. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** What to call for: one node or link by its identifier, or all of them. */
export interface Watch {
  /** Identifier of a node or link, or `EVERYTHING`. */
  readonly subject: string;
  readonly talk: boolean;
  readonly linkUp: boolean;
  readonly linkDown: boolean;
}

/** The subject of a watch on every node and link. */
export const EVERYTHING = "*";

/** Under this key in `localStorage`; the number goes up when old content can no longer be read. */
export const PREFERENCES_KEY = "nexus.preferences.1";

/** More than anybody sets by hand; keeps what is read from growing without bound. */
export const WATCH_LIMIT = 32;

/** The longest identifier of a node or link that is taken. */
const SUBJECT_LENGTH = 32;

const DAY_MINUTES = 1_440;

/** What holds until a viewer chooses: as the system has it, and silent. */
export const DEFAULT_PREFERENCES: Preferences = {
  theme: "system",
  density: "comfortable",
  hours: "auto",
  zone: "browser",
  temperature: "auto",
  shortcuts: true,
  alerts: {
    notifications: false,
    sounds: false,
    watches: [{ subject: EVERYTHING, talk: true, linkUp: true, linkDown: true }],
    quietMinutes: 5,
    quietHours: null,
  },
};

/** Reads what was kept. What is missing, unknown or broken is as by default; nothing throws. */
export function parsePreferences(text: string | null): Preferences {
  const kept = fieldsOf(parseJson(text));
  return {
    theme: oneOf(kept.theme, ["system", "light", "dark"], DEFAULT_PREFERENCES.theme),
    density: oneOf(kept.density, ["comfortable", "compact"], DEFAULT_PREFERENCES.density),
    hours: oneOf(kept.hours, ["auto", "12", "24"], DEFAULT_PREFERENCES.hours),
    zone: isZone(kept.zone) ? kept.zone : DEFAULT_PREFERENCES.zone,
    temperature: oneOf(kept.temperature, ["auto", "celsius", "fahrenheit"], DEFAULT_PREFERENCES.temperature),
    shortcuts: flag(kept.shortcuts, DEFAULT_PREFERENCES.shortcuts),
    alerts: parseAlerts(fieldsOf(kept.alerts)),
  };
}

function parseAlerts(kept: Readonly<Record<string, unknown>>): AlertPreferences {
  const defaults = DEFAULT_PREFERENCES.alerts;
  const minutes = kept.quietMinutes;
  const watches = Array.isArray(kept.watches) ? kept.watches.flatMap(parseWatch) : defaults.watches;
  return {
    notifications: flag(kept.notifications, defaults.notifications),
    sounds: flag(kept.sounds, defaults.sounds),
    watches: [...new Map(watches.map((watch) => [watch.subject, watch])).values()].slice(0, WATCH_LIMIT),
    quietMinutes: isWhole(minutes, DAY_MINUTES) ? minutes : defaults.quietMinutes,
    quietHours: parseQuietHours(fieldsOf(kept.quietHours)),
  };
}

function parseWatch(value: unknown): Watch[] {
  const { subject, talk, linkUp, linkDown } = fieldsOf(value);
  if (typeof subject !== "string" || !isSubject(subject)) return [];
  return [{ subject, talk: flag(talk, false), linkUp: flag(linkUp, false), linkDown: flag(linkDown, false) }];
}

function parseQuietHours({ fromMinute, toMinute }: Readonly<Record<string, unknown>>): QuietHours | null {
  const last = DAY_MINUTES - 1;
  return isWhole(fromMinute, last) && isWhole(toMinute, last) ? { fromMinute, toMinute } : null;
}

/** True for what may stand as the subject of a watch. */
export function isSubject(text: string): boolean {
  return text.length <= SUBJECT_LENGTH && /^(\*|[\w.-]+)$/.test(text);
}

/** True for `browser` and for time zones that this browser knows. */
export function isZone(value: unknown): value is string {
  if (typeof value !== "string") return false;
  if (value === "browser") return true;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }) !== null;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function parseJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function oneOf<T extends string>(value: unknown, choices: readonly T[], otherwise: T): T {
  return choices.find((choice) => choice === value) ?? otherwise;
}

function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === "boolean" ? value : otherwise;
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most;
}
