import { deepEqual } from "node:assert/strict";

const ROOT = new URL("../..", import.meta.url).pathname;
/** The compiler of templates escapes a text in braces twice when it stands among the children of a component. */
const LITERAL_REGEXP = /^.*\{"[^"\n]*[<&][^"\n]*"\}.*$/gm;

Deno.test("no page or component has a text in braces that markup escapes", async () => {
  const found: string[] = [];
  for (const folder of ["components", "islands", "routes"]) {
    for (const path of await sources(`${ROOT}${folder}`)) {
      found.push(...(await Deno.readTextFile(path)).match(LITERAL_REGEXP) ?? []);
    }
  }
  deepEqual(found, []);
});

async function sources(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const found = entries.map(({ name, isDirectory }) => {
    if (isDirectory) return sources(`${folder}/${name}`);
    return name.endsWith(".tsx") ? [`${folder}/${name}`] : [];
  });
  return (await Promise.all(found)).flat();
}
