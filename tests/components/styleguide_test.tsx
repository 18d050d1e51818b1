import { deepStrictEqual } from "node:assert/strict";
import { options } from "preact";
import { renderToString } from "preact-render-to-string";
import { PLATES } from "../../components/styleguide/plates.tsx";
import "./render.tsx";

const COMPONENTS = new URL("../../components/", import.meta.url);

/** Components without a plate, and why. */
const WITHOUT_PLATE: Readonly<Record<string, string>> = {
  "AccountBadge.tsx AccountBadge": "stands in the header of every page, and there is one header on a page",
  "ComfortDialogs.tsx ComfortDialogs": "opens dialogs, of which what is in them is shown",
  "Dialog.tsx Dialog": "the browser opens it; what is in it is shown",
  "PageCompanion.tsx PageCompanion": "shows nothing: title and icon of the tab",
  "SettingsDialog.tsx SettingsDialog": "a dialog; its body is shown",
  "ShortcutsDialog.tsx ShortcutsDialog": "a dialog; its list is shown",
  "SiteHeader.tsx SiteHeader": "is the header of every page, that of the plates too",
  "control/ControlQuestionDialog.tsx ControlQuestionDialog": "a dialog; its question is shown",
};

/** The exported components of a folder's files, by file and name. */
async function exportedComponents(folder: URL): Promise<ReadonlyMap<unknown, string>> {
  const found = new Map<unknown, string>();
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) {
      if (name === "styleguide") continue;
      for (const [component, path] of await exportedComponents(new URL(`${name}/`, folder))) {
        found.set(component, `${name}/${path}`);
      }
    } else if (name.endsWith(".tsx")) {
      const module: Record<string, unknown> = await import(new URL(name, folder).href);
      for (const [symbol, value] of Object.entries(module)) {
        if (typeof value === "function" && /^[A-Z]/.test(symbol)) found.set(value, `${name} ${symbol}`);
      }
    }
  }
  return found;
}

/** What is rendered for all plates. */
function renderedComponents(): ReadonlySet<unknown> {
  const seen = new Set<unknown>();
  const before = options.vnode;
  options.vnode = (vnode) => {
    seen.add(vnode.type);
    before?.(vnode);
  };
  try {
    for (const plate of PLATES) renderToString(<>{plate.show()}</>);
  } finally {
    options.vnode = before;
  }
  return seen;
}

Deno.test("PLATES shows every component there is, but those that cannot be seen", async () => {
  const components = await exportedComponents(COMPONENTS);
  const seen = renderedComponents();
  const missing = [...components].filter(([component]) => !seen.has(component)).map(([, path]) => path)
    .sort();
  deepStrictEqual(missing, Object.keys(WITHOUT_PLATE).sort());
});
