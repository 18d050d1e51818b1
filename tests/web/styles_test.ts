import { deepStrictEqual, ok } from "node:assert/strict";

const STATIC = new URL("../../static/", import.meta.url).pathname;
const read = (name: string) => Deno.readTextFile(`${STATIC}css/${name}`);
const STYLES = await read("tokens.css") + await read("pages/embed.css");

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

Deno.test("every part of a style sheet is imported once and short enough to be read", async () => {
  const parts = await filesBelow("css");
  const sheets = (await filesBelow("")).filter((name) => name.endsWith(".css") && !name.startsWith("css/"));
  const imported = [];
  for (const name of [...sheets, ...parts]) {
    const text = await Deno.readTextFile(`${STATIC}${name}`);
    ok(text.split("\n").length <= 400, `${name} is too long`);
    imported.push(...[...text.matchAll(/@import "(.*)";/g)].map(([, path]) => path));
  }
  ok(parts.length > 40);
  deepStrictEqual(imported.sort(), parts.sort());
});

async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${STATIC}${folder}`)) {
    const path = folder === "" ? name : `${folder}/${name}`;
    found.push(...isDirectory ? await filesBelow(path) : [path]);
  }
  return found;
}
