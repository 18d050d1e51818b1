import type { Signal } from "@preact/signals";
import { preferences, SHORTCUTS } from "../lib/client/mod.ts";
import { Dialog } from "./Dialog.tsx";

/** Every keyboard shortcut, and what it does. */
export function ShortcutsDialog(
  { open, basePath }: { readonly open: Signal<boolean>; readonly basePath: string },
) {
  return (
    <Dialog open={open} basePath={basePath} title="Keyboard shortcuts">
      <ShortcutsList on={preferences.value.shortcuts} />
    </Dialog>
  );
}

/** The keys with their words; says when they are off. */
export function ShortcutsList({ on }: { readonly on: boolean }) {
  return (
    <>
      {!on && <p class="dim">They are switched off in the settings.</p>}
      <dl class="shortcuts">
        {SHORTCUTS.map(({ keys, action, words }) => (
          <div class="shortcut" key={action}>
            <dt>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && " then "}
                  <kbd>{key}</kbd>
                </span>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p class="dim">None of them works while something is typed.</p>
    </>
  );
}
