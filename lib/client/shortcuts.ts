/** What a shortcut does. */
export type ShortcutAction = "filter" | "home" | "theme" | "density" | "settings" | "help";

/** A shortcut as it is listed and matched. */
export interface Shortcut {
  /** Keys one after the other, as `KeyboardEvent.key` has them. */
  readonly keys: readonly string[];
  readonly action: ShortcutAction;
  readonly words: string;
}

/** Every shortcut, in the order of the list. None is the beginning of another. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ["/"], action: "filter", words: "Go to the filter" },
  { keys: ["g", "h"], action: "home", words: "Go to the dashboard" },
  { keys: ["t"], action: "theme", words: "Change the theme: system, light, dark" },
  { keys: ["d"], action: "density", words: "Change the density" },
  { keys: [","], action: "settings", words: "Open the settings" },
  { keys: ["?"], action: "help", words: "Show this list" },
];

/** The second key of a shortcut is taken for this long. */
export const SEQUENCE_MS = 1_500;

/** As much of a key press as matters. */
export interface KeyPress {
  readonly key: string;
  /** With Ctrl, Alt or Meta it belongs to the browser. */
  readonly modified: boolean;
  /** True while something is typed or edited. */
  readonly typing: boolean;
  readonly atMs: number;
}

/** The keys of a shortcut that has begun. */
export interface ShortcutState {
  readonly keys: readonly string[];
  readonly atMs: number;
}

/** No shortcut has begun. */
export const NO_KEYS: ShortcutState = { keys: [], atMs: 0 };

/** Takes one key press; gives what to do, if anything, and what to hand in with the next press. */
export function pressKey(
  state: ShortcutState,
  press: KeyPress,
): { readonly state: ShortcutState; readonly action: ShortcutAction | null } {
  if (press.modified || press.typing) return { state: NO_KEYS, action: null };
  const begun = press.atMs - state.atMs <= SEQUENCE_MS ? state.keys : [];
  for (const keys of [[...begun, press.key], [press.key]]) {
    const candidates = SHORTCUTS.filter((shortcut) =>
      keys.every((key, index) => shortcut.keys[index] === key)
    );
    const whole = candidates.find((shortcut) => shortcut.keys.length === keys.length);
    if (whole) return { state: NO_KEYS, action: whole.action };
    if (candidates.length > 0) return { state: { keys, atMs: press.atMs }, action: null };
  }
  return { state: NO_KEYS, action: null };
}
