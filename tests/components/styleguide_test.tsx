import { deepStrictEqual } from "node:assert/strict";
import { options } from "preact";
import { renderToString } from "preact-render-to-string";
import { PLATES } from "../../components/styleguide/plates.tsx";
import "./render.tsx";

const COMPONENTS = new URL("../../components/", import.meta.url);

/** Components that no photograph could show, and why. */
const WITHOUT_PLATE: Readonly<Record<string, string>> = {};

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
  const missing = [...components].filter(([component]) => !seen.has(component)).map(([, path]) => path).sort();
  deepStrictEqual(missing, Object.keys(WITHOUT_PLATE).sort());
});
