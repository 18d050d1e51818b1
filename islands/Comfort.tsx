import { type Signal, useSignal } from "@preact/signals";
import { asset } from "fresh/runtime";
import { useEffect } from "preact/hooks";
import type { ComfortDialogs } from "../components/ComfortDialogs.tsx";
import {
  changePreferences,
  followPreferences,
  followShortcuts,
  preferences,
  registerWorker,
  type ShortcutAction,
} from "../lib/client/mod.ts";

/** How long a word about what a shortcut did stays. */
const WORD_MS = 2_000;

/** The dialogs come when they are asked for, which may be too late. */
const NOT_LOADED = "Not loaded: try again, or reload the page";

const NEXT_THEME = { system: "light", light: "dark", dark: "system" } as const;
const NEXT_DENSITY = { comfortable: "compact", compact: "comfortable" } as const;

/** Settings, shortcuts and the worker for offline times, on every page; without JavaScript nothing of it is seen. */
export default function Comfort({ basePath }: { readonly basePath: string }) {
  const settings = useSignal(false);
  const shortcuts = useSignal(false);
  const word = useSignal("");
  const Dialogs = useSignal<typeof ComfortDialogs | null>(null);
  const load = async () => {
    if (Dialogs.peek() !== null) return;
    try {
      Dialogs.value = (await import("../components/ComfortDialogs.tsx")).ComfortDialogs;
    } catch {
      // Nexus is away, or was updated under the page.
      if (settings.peek() || shortcuts.peek()) word.value = NOT_LOADED;
      settings.value = shortcuts.value = false;
    }
  };
  const open = (dialog: Signal<boolean>) => {
    dialog.value = true;
    void load();
  };
  useEffect(() => {
    const act: Readonly<Record<ShortcutAction, () => void>> = {
      filter: focusFilter,
      home: () => location.assign(`${basePath}/`),
      theme: () => void (word.value = nextTheme()),
      density: () => void (word.value = nextDensity()),
      settings: () => open(settings),
      help: () => open(shortcuts),
    };
    const stops = [followPreferences(), followShortcuts(preferences, (action) => act[action]())];
    void registerWorker(basePath + asset("/sw.js"), `${basePath}/`);
    return () => stops.forEach((stop) => stop());
  }, []);
  useEffect(() => {
    if (word.value === "") return;
    const timer = setTimeout(() => void (word.value = ""), WORD_MS);
    return () => clearTimeout(timer);
  }, [word.value]);
  return (
    <>
      <button
        class="button settings-open"
        type="button"
        aria-haspopup="dialog"
        onPointerEnter={load}
        onFocus={load}
        onClick={() => open(settings)}
      >
        Settings
      </button>
      <p class="word" aria-live="polite">{word}</p>
      {Dialogs.value && <Dialogs.value settings={settings} shortcuts={shortcuts} basePath={basePath} />}
    </>
  );
}

function focusFilter(): void {
  const field = document.querySelector("main input[type=search]");
  if (field instanceof HTMLElement) field.focus();
}

function nextTheme(): string {
  const theme = NEXT_THEME[preferences.peek().theme];
  changePreferences({ theme });
  return `Theme: ${theme === "system" ? "as the system" : theme}`;
}

function nextDensity(): string {
  const density = NEXT_DENSITY[preferences.peek().density];
  changePreferences({ density });
  return `Density: ${density}`;
}
