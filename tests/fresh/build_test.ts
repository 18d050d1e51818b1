import {
  deepStrictEqual,
  doesNotMatch,
  match,
  notStrictEqual,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { buildForBrowser, bundleServer } from "fresh/dev";
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

Deno.test("buildForBrowser builds a project without islands or static files", async () => {
  await using site = await project({});
  const { islands, files } = await buildForBrowser({ root: site.root });
  deepStrictEqual([islands, files.length > 0], [{}, true]);
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
Deno.test("bundleServer makes one module that serves pages and files from an empty directory", async () => {
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
  const empty = await Deno.makeTempDir();
  try {
    const args = ["run", "--no-config", "--no-remote", "--no-npm", "--cached-only", `${here}/server.js`];
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: empty }).output();
    const answers = JSON.parse(new TextDecoder().decode(stdout) || new TextDecoder().decode(stderr));
    match(answers.page, /<!--frsh:island:Counter:0-->/);
    deepStrictEqual(answers.module, [200, "text/javascript; charset=utf-8"]);
    deepStrictEqual(answers.bytes, [0, 1, 255]);
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
import { parse } from "yaml";
import { loadAssets } from "./assets.ts";
import * as modules from "./fresh.gen.ts";
const { root, manifest, read } = loadAssets();
const app = new App().use(csp({ useNonce: true })).use(staticFiles()).fsRoutes();
setBuildCache(app, new ProdBuildCache(root, snapshotOf(modules, manifest), read), "production");
const handler = app.handler();
const ask = (path: string) => handler(new Request("http://site.test" + path));
const module = await ask(manifest.clientEntry);
console.log(JSON.stringify({
  page: await (await ask("/")).text(),
  module: [module.status, module.headers.get("content-type")],
  bytes: [...new Uint8Array(await (await ask("/raw%20data%2C%201.bin")).arrayBuffer())],
  message: MESSAGE,
  yaml: parse("a: [1]"),
}));
`;
