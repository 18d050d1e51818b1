import type { Signal } from "@preact/signals";
import { SettingsDialog } from "./SettingsDialog.tsx";
import { ShortcutsDialog } from "./ShortcutsDialog.tsx";

/** The dialogs of every page, which few visits need: they are loaded when one is opened. */
export function ComfortDialogs({ settings, shortcuts }: {
  readonly settings: Signal<boolean>;
  readonly shortcuts: Signal<boolean>;
}) {
  const showShortcuts = () => {
    settings.value = false;
    shortcuts.value = true;
  };
  return (
    <>
      <SettingsDialog open={settings} onShortcuts={showShortcuts} />
      <ShortcutsDialog open={shortcuts} />
    </>
  );
}
