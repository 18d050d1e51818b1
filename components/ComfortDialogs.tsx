import type { Signal } from "@preact/signals";
import { SettingsDialog } from "./SettingsDialog.tsx";
import { ShortcutsDialog } from "./ShortcutsDialog.tsx";

/** The dialogs of every page, which few visits need: they are loaded when one is opened. */
export function ComfortDialogs({ settings, shortcuts, basePath }: {
  readonly settings: Signal<boolean>;
  readonly shortcuts: Signal<boolean>;
  readonly basePath: string;
}) {
  const showShortcuts = () => {
    settings.value = false;
    shortcuts.value = true;
  };
  return (
    <>
      <SettingsDialog open={settings} basePath={basePath} onShortcuts={showShortcuts} />
      <ShortcutsDialog open={shortcuts} basePath={basePath} />
    </>
  );
}
