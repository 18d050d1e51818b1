import {
  deepStrictEqual,
  doesNotMatch,
  match,
  notStrictEqual,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { brotliDecompressSync } from "node:zlib";
import { buildForBrowser, bundleServer } from "fresh/dev";
import { snapshotOf } from "fresh/internal";
import { stop } from "esbuild";
import { buildSite } from "./site.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** A project of its own below the repository, so that its islands find Preact. */
async function project(files: Readonly<Record<string, string>>) {
  const root = `${ROOT}/tests/.artifacts/project-${crypto.randomUUID()}`;
  const write = async (path: string, content: string) => {
    await Deno.mkdir(`${root}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(`${root}/${path}`, content);
  };
  for (const [path, content] of Object.entries({ "deno.json": "{}", ...files })) await write(path, content);
  const dispose = async () => {
    await stop();
    await Deno.remove(root, { recursive: true });
  };
  return { root, write, [Symbol.asyncDispose]: dispose };
}

const ISLANDS = [["One", () => null], ["Two", () => null]] as const;

const ISLAND = "export default function Hello() { return <p>hello</p>; }";

Deno.test("buildForBrowser gives the same build for the same files and another when one changes", async () => {
  await using site = await project({ "islands/Hello.tsx": ISLAND, "static/a b.css": "p{}" });
  const first = await buildForBrowser({ root: site.root });
  deepStrictEqual(await buildForBrowser({ root: site.root }), first);
  await site.write("static/a b.css", "p{color:red}");
  const second = await buildForBrowser({ root: site.root });
  notStrictEqual(second.version, first.version);
  await site.write("islands/Hello.tsx", ISLAND.replace("hello", "good day"));
  const third = await buildForBrowser({ root: site.root });
  strictEqual(new Set([first.version, second.version, third.version]).size, 3);
  deepStrictEqual([...Deno.readDirSync(`${site.root}/_fresh/static`)].map((entry) => entry.name), [
    third.version,
  ]);
  deepStrictEqual(JSON.parse(await Deno.readTextFile(`${site.root}/_fresh/manifest.json`)), third);
});

Deno.test("buildForBrowser lists every file with its type, and modules below the build's id", async () => {
  await using site = await project({
    "islands/Hello.tsx": ISLAND,
    "static/a b.css": "p{}",
    "static/x/y.bin": "\0",
  });
  const { version, files, islands, clientEntry } = await buildForBrowser({ root: site.root });
  const statics = files.filter((file) => !file.immutable).map(({ name, contentType }) => [name, contentType]);
  deepStrictEqual(statics, [
    ["/a%20b.css", "text/css; charset=utf-8"],
    ["/x/y.bin", "application/octet-stream"],
  ]);
  deepStrictEqual(islands, { Hello: `/_fresh/js/${version}/Hello.js` });
  const listed = files.map((file) => file.name);
  for (const module of [clientEntry, islands.Hello ?? ""]) ok(listed.includes(module), module);
  for (const file of files) match(String(file.hash), /^[0-9a-f]{64}$/);
});

Deno.test("buildForBrowser gives an island only what it uses of a folder's mod.ts, and import() a module of its own", async () => {
  await using site = await project({
    "lib/mod.ts":
      'export * from "./one.ts";\nexport { two as second } from "./two.ts";\nexport type { Three } from "./two.ts";\n',
    "lib/one.ts": 'export const one = "the first text";\n',
    "lib/two.ts": 'export const two = "the second text";\nexport type Three = 3;\n',
    "lib/late.ts": 'export const late = "the late text";\n',
    "islands/One.tsx": 'import { one } from "../lib/mod.ts";\nexport default () => <p>{one}</p>;\n',
    "islands/Two.tsx": 'import {\n  second as two,\n  type Three,\n} from "../lib/mod.ts";\n' +
      'const three: Three = 3;\nexport default () => (\n  <p onClick={() => import("../lib/late.ts")}>{two}{three}</p>\n);\n',
  });
  const { files, preloads, islands } = await buildForBrowser({ root: site.root });
  const texts = new Map<string, string>();
  for (const { name, filePath } of files) {
    texts.set(name, await Deno.readTextFile(`${site.root}/${filePath}`));
  }
  const loadedBy = (island: string) =>
    [islands[island] ?? "", ...preloads[islands[island] ?? ""] ?? []].map((name) => texts.get(name)).join(
      "\n",
    );
  const holds = (island: string) =>
    ["first", "second", "late"].filter((word) => loadedBy(island).includes(`the ${word} text`));
  deepStrictEqual([holds("One"), holds("Two")], [["first"], ["second"]]);
  ok([...texts.values()].some((text) => text.includes("the late text")));
  ok([...texts.values()].every((text) => text !== ""), "no module is empty");
});

Deno.test("buildForBrowser keeps what several islands share once, in the module that every page loads", async () => {
  await using site = await project({
    "lib/shared.ts": 'export const shared = { text: "shared by both" };\n',
    "islands/One.tsx":
      'import { shared } from "../lib/shared.ts";\nexport default () => <p>{shared.text}</p>;\n',
    "islands/Two.tsx":
      'import { shared } from "../lib/shared.ts";\nexport default () => <b>{shared.text}</b>;\n',
  });
  const { files, preloads, islands, clientEntry } = await buildForBrowser({ root: site.root });
  const holders = [];
  for (const { name, filePath } of files) {
    const text = await Deno.readTextFile(`${site.root}/${filePath}`);
    if (text.includes("shared by both")) holders.push(name);
  }
  // The fourth is what reads props that JSON has no words for.
  deepStrictEqual([holders, files.length], [[clientEntry], 4]);
  deepStrictEqual(files.filter(({ name }) => preloads[clientEntry]?.includes(name)), []);
  for (const name of Object.values(islands)) deepStrictEqual(preloads[name], [clientEntry]);
});

Deno.test("buildForBrowser lets islands of every page come along with the module that starts islands", async () => {
  const text = (word: string) => `export default function ${word}() { return <p>island ${word}</p>; }\n`;
  await using site = await project({ "islands/One.tsx": text("One"), "islands/Two.tsx": text("Two") });
  const manifest = await buildForBrowser({ root: site.root, bootIslands: ["One"] });
  const { files, islands, clientEntry } = manifest;
  deepStrictEqual([islands.One, islands.Two === clientEntry], [clientEntry, false]);
  const boot = files.find(({ name }) => name === clientEntry);
  const code = await Deno.readTextFile(`${site.root}/${boot?.filePath}`);
  match(code, /island One/);
  match(code, /export\{[^}]*\bas One\b[^}]*\}/);
  doesNotMatch(code, /island Two/);
  const modules = { islands: ISLANDS.map(([name, fn]) => ({ name, mod: { default: fn } })), fsRoutes: [] };
  const exported = [...snapshotOf(modules, manifest).islands.values()].map(({ exportName }) => exportName);
  deepStrictEqual(exported, ["One", "default"]);
});

Deno.test("buildForBrowser sends style sheets and scripts without comments, text compressed too", async () => {
  const long = Array.from({ length: 100 }, (_, index) => `.rule-${index} { order: ${index}; }`).join("\n");
  await using site = await project({
    "static/long.css": `/* why */\n${long}\n`,
    "static/short.js": "// why\nconst answer = 42;\nconsole.log( answer );\n",
    "static/as-it-is.html": `<!-- why -->${" ".repeat(2_000)}`,
  });
  const { files } = await buildForBrowser({ root: site.root });
  const file = (name: string) => {
    const found = files.find((each) => each.name === name);
    if (found === undefined) throw new Error(`find a file, not in the manifest: ${name}`);
    return found;
  };
  const read = async (path: string) => await Deno.readFile(`${site.root}/${path}`);
  const css = await read(file("/long.css").filePath);
  const text = new TextDecoder().decode(css);
  ok(!text.includes("why") && text.includes(".rule-99{order:99}"), text);
  deepStrictEqual(new Uint8Array(brotliDecompressSync(await read(file("/long.css").brotliPath ?? ""))), css);
  strictEqual(file("/short.js").brotliPath, undefined);
  doesNotMatch(new TextDecoder().decode(await read(file("/short.js").filePath)), /why|\n./);
  strictEqual(file("/as-it-is.html").filePath, "static/as-it-is.html");
  notStrictEqual(file("/as-it-is.html").brotliPath, undefined);
});

Deno.test("buildForBrowser sends a style sheet with those that it imports, in their order, and those not alone", async () => {
  await using site = await project({
    "static/page.css": '@import "css/first.css";\n@import "css/more/second.css";\n.last { order: 3 }\n',
    "static/css/first.css": ".first { order: 1 }\n",
    "static/css/more/second.css": "/* why */\n.second { order: 2 }\n",
    "static/css/alone.css": ".alone { order: 4 }\n",
  });
  const { files, version } = await buildForBrowser({ root: site.root });
  const sheets = files.filter(({ name }) => name.endsWith(".css"));
  deepStrictEqual(sheets.map(({ name }) => name), ["/css/alone.css", "/page.css"]);
  strictEqual(
    await Deno.readTextFile(`${site.root}/${sheets[1]?.filePath}`),
    ".first{order:1}.second{order:2}.last{order:3}\n",
  );
  await site.write("static/css/more/second.css", ".second { order: 5 }\n");
  notStrictEqual((await buildForBrowser({ root: site.root })).version, version);
  await Deno.remove(`${site.root}/static/css/first.css`);
  await rejects(buildForBrowser({ root: site.root }), /Could not resolve "css\/first\.css"/);
});

Deno.test("buildForBrowser builds a project without islands or static files", async () => {
  await using site = await project({});
  const { islands, files } = await buildForBrowser({ root: site.root });
  deepStrictEqual([islands, files.length > 0], [{}, true]);
  // What a link leads to is no file of the project.
  await Deno.mkdir(`${site.root}/static`);
  await Deno.symlink("/etc/passwd", `${site.root}/static/passwd.css`);
  await Deno.symlink(`${ROOT}/lib`, `${site.root}/static/lib`);
  const again = await buildForBrowser({ root: site.root });
  deepStrictEqual(again.files.map(({ name }) => name), files.map(({ name }) => name));
});

Deno.test("buildForBrowser refuses two islands of the same name", async () => {
  await using site = await project({ "islands/a/Hello.tsx": ISLAND, "islands/hello.tsx": ISLAND });
  await buildForBrowser({ root: site.root });
  await site.write("islands/Hello.tsx", ISLAND);
  await rejects(buildForBrowser({ root: site.root }), /two files give the same name: Hello$/);
});

Deno.test("what the browser gets holds nothing of the server, and the build's id in place of its stand-in", async () => {
  await using site = await buildSite();
  const modules = site.manifest.files.filter((file) => file.immutable);
  const texts = await Promise.all(modules.map(({ filePath }) => Deno.readTextFile(`${ROOT}/${filePath}`)));
  const all = texts.join("\n");
  doesNotMatch(all, /FRESH_BUILD_ID_PLACEHOLDER|\bDeno\.|renderToString|node:/);
  match(all, new RegExp(`"${site.manifest.version}"`));
  ok(all.length < 60_000, `${all.length} bytes`);
});

// docs/latest/deployment/deno-compile.md: one program with pages, islands and files
Deno.test("bundleServer makes a program that serves pages and files from an empty directory", async () => {
  await using site = await buildSite();
  const { options, manifest } = site;
  const here = `${ROOT}/${options.outDir}`;
  await Deno.writeTextFile(`${here}/assets.ts`, ASSETS);
  await Deno.writeTextFile(`${here}/main.ts`, MAIN);
  await bundleServer({ ...options, serverEntry: `${options.outDir}/main.ts` }, {
    outFile: `${here}/server.js`,
    assetsModule: `${options.outDir}/assets.ts`,
    manifest,
    define: { MESSAGE: 'say "hi"' },
  });
  const first = await Deno.readTextFile(`${here}/server.js`);
  match(first, /import\("\.\/server-[A-Z0-9]{8}\.js"\)/, "what is asked for later is a module of its own");
  doesNotMatch(first, /YAMLParseError/);
  const empty = await Deno.makeTempDir();
  try {
    const args = ["run", "--no-config", "--no-remote", "--no-npm", "--cached-only", `${here}/server.js`];
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: empty }).output();
    const answers = JSON.parse(new TextDecoder().decode(stdout) || new TextDecoder().decode(stderr));
    match(answers.page, /<!--frsh:island:Counter:0-->/);
    deepStrictEqual(answers.module, [200, "text/javascript; charset=utf-8"]);
    deepStrictEqual(answers.bytes, [0, 1, 255]);
    deepStrictEqual(answers.compressed, ["br", null, true]);
    deepStrictEqual([answers.message, answers.yaml], ['say "hi"', { a: [1] }]);
  } finally {
    await Deno.remove(empty);
  }
});

const ASSETS = `
export function loadAssets() { throw new Error("was not replaced"); }
`;

/** A program that asks itself: it needs no permission at all. */
const MAIN = `
import { App, csp, staticFiles } from "fresh";
import { ProdBuildCache, setBuildCache, snapshotOf } from "fresh/internal";
import { loadAssets } from "./assets.ts";
import * as modules from "./fresh.gen.ts";
const { root, manifest, read } = loadAssets();
const app = new App().use(csp({ useNonce: true })).use(staticFiles()).fsRoutes();
setBuildCache(app, new ProdBuildCache(root, snapshotOf(modules, manifest), read), "production");
const handler = app.handler();
const { parse } = await import("yaml");
const ask = (path: string) => handler(new Request("http://site.test" + path));
const module = await ask(manifest.clientEntry);
const packed = await handler(
  new Request("http://site.test" + manifest.clientEntry, { headers: { "Accept-Encoding": "gzip, br" } }),
);
const plainBytes = (await module.clone().arrayBuffer()).byteLength;
console.log(JSON.stringify({
  page: await (await ask("/")).text(),
  module: [module.status, module.headers.get("content-type")],
  bytes: [...new Uint8Array(await (await ask("/raw%20data%2C%201.bin")).arrayBuffer())],
  compressed: [
    packed.headers.get("content-encoding"),
    module.headers.get("content-encoding"),
    (await packed.arrayBuffer()).byteLength < plainBytes / 2,
  ],
  message: MESSAGE,
  yaml: parse("a: [1]"),
}));
`;
