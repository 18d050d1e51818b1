import { useSignal } from "@preact/signals";
import { asset } from "fresh/runtime";
import { useEffect } from "preact/hooks";
import { SettingsDialog } from "../components/SettingsDialog.tsx";
import { ShortcutsDialog } from "../components/ShortcutsDialog.tsx";
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

const NEXT_THEME = { system: "light", light: "dark", dark: "system" } as const;
const NEXT_DENSITY = { comfortable: "compact", compact: "comfortable" } as const;

/** Settings, shortcuts and the worker for offline times, on every page; without JavaScript nothing of it is seen. */
export default function Comfort({ basePath }: { readonly basePath: string }) {
  const settings = useSignal(false);
  const shortcuts = useSignal(false);
  const word = useSignal("");
  useEffect(() => {
    const act: Readonly<Record<ShortcutAction, () => void>> = {
      filter: focusFilter,
      home: () => location.assign(`${basePath}/`),
      theme: () => void (word.value = nextTheme()),
      density: () => void (word.value = nextDensity()),
      settings: () => void (settings.value = true),
      help: () => void (shortcuts.value = true),
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
  const showShortcuts = () => {
    settings.value = false;
    shortcuts.value = true;
  };
  return (
    <>
      <button
        class="button settings-open"
        type="button"
        aria-haspopup="dialog"
        onClick={() => void (settings.value = true)}
      >
        Settings
      </button>
      <p class="word" aria-live="polite">{word}</p>
      <SettingsDialog open={settings} onShortcuts={showShortcuts} />
      <ShortcutsDialog open={shortcuts} />
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
