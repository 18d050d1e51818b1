import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";

const STATIC = new URL("../../static/", import.meta.url).pathname;
const read = (name: string) => Deno.readTextFile(`${STATIC}${name}`);

/** The colours that a part sets. */
async function coloursOf(part: string): Promise<ReadonlyMap<string, string>> {
  const [, block = ""] = (await read(`css/${part}`)).split(":root {");
  return new Map(
    [...block.slice(0, block.indexOf("}")).matchAll(/(--[\w-]+): (#[0-9a-f]+);/g)].map((
      [, name = "", value = ""],
    ) => [name, value]),
  );
}

Deno.test("every colour has its counterpart in the dark, for pages and for the embedded card", async () => {
  const light = await coloursOf("tokens.css");
  const dark = await coloursOf("dark.css");
  ok(dark.size > 15);
  deepStrictEqual([...dark.keys()], [...light.keys()]);
  deepStrictEqual([...dark].filter(([name, value]) => light.get(name) === value), []);
  match(await read("styles.css"), /"css\/dark\.css" screen and \(prefers-color-scheme: dark\);/);
  match(await read("embed.css"), /"css\/tokens\.css";/);
  match(await read("embed-dark.css"), /"css\/dark\.css";\n$/);
});

Deno.test("every part of a style sheet is imported, by none twice, and short enough to be read", async () => {
  const parts = await filesBelow("css");
  const sheets = (await filesBelow("")).filter((name) => name.endsWith(".css") && !name.startsWith("css/"));
  const imported = new Set<string>();
  for (const name of [...sheets, ...parts]) {
    const text = await Deno.readTextFile(`${STATIC}${name}`);
    ok(text.split("\n").length <= 400, `${name} is too long`);
    const own = [...text.matchAll(/@import "([^"]*)"/g)].map(([, path = ""]) => path);
    strictEqual(new Set(own).size, own.length, `${name} imports something twice`);
    own.forEach((path) => imported.add(path));
  }
  ok(parts.length > 40);
  deepStrictEqual([...imported].sort(), parts.sort());
});

async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${STATIC}${folder}`)) {
    const path = folder === "" ? name : `${folder}/${name}`;
    found.push(...isDirectory ? await filesBelow(path) : [path]);
  }
  return found;
}
