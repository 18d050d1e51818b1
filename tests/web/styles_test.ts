import { deepStrictEqual, ok } from "node:assert/strict";

const read = (name: string) => Deno.readTextFile(new URL(`../../static/${name}`, import.meta.url));
const STYLES = await read("styles.css") + await read("pages.css");

/** The colours that the first block after `opening` sets. */
function coloursOf(opening: string): ReadonlyMap<string, string> {
  const [, after = ""] = STYLES.split(opening);
  const block = after.slice(0, after.indexOf("}"));
  return new Map(
    [...block.matchAll(/(--[\w-]+): (#[0-9a-f]+);/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

Deno.test("the themes of the embedded card have the colours of the light and the dark page", () => {
  const dark = coloursOf("@media screen and (prefers-color-scheme: dark) {\n  :root {");
  const light = coloursOf("\n:root {");
  ok(dark.size > 15);
  deepStrictEqual(coloursOf('.embed[data-theme="dark"] {'), dark);
  deepStrictEqual([...dark.keys()].filter((name) => !light.has(name)), []);
  deepStrictEqual(
    coloursOf('.embed[data-theme="light"] {'),
    new Map([...light].filter(([name]) => dark.has(name))),
  );
});
