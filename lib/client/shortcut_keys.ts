import type { ReadonlySignal } from "@preact/signals";
import type { Preferences } from "./preferences.ts";
import { NO_KEYS, pressKey, type ShortcutAction } from "./shortcuts.ts";

const EDITED = "input, textarea, select, [contenteditable=''], [contenteditable=true]";

/** Calls `act` for every shortcut that is pressed while they are switched on. Gives a function that stops that. */
export function followShortcuts(
  preferences: ReadonlySignal<Preferences>,
  act: (action: ShortcutAction) => void,
): () => void {
  let state = NO_KEYS;
  const pressed = (event: KeyboardEvent) => {
    if (!preferences.peek().shortcuts || event.defaultPrevented || event.key === "Shift") return;
    const modified = event.ctrlKey || event.altKey || event.metaKey;
    const step = pressKey(state, {
      key: event.key,
      modified,
      typing: isTyping(event),
      atMs: event.timeStamp,
    });
    state = step.state;
    if (step.action === null) return;
    event.preventDefault();
    act(step.action);
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}

/** In a field keys write, and in a dialog they belong to the dialog. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  return event.isComposing || event.repeat || (target?.closest(EDITED) ?? null) !== null ||
    document.querySelector("dialog[open]") !== null;
}
