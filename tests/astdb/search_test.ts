import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { matches, parseQuery } from "../../lib/astdb/query.ts";
import { open, rowsText } from "./support.ts";

const TEXT = [
  "437|W1AW|Repeater|Newington, CT",
  "4370|KF8S|Hotspot|Ann Arbor, MI",
  "43732|KF8S|Hub 146.52|Detroit, MI",
  "43733|KF8SA|Shack|Köln, Germany",
  "50437|N0CALL|the 437 machine|Springfield, OH",
  '57267|KD5JRJ|O\'Neill "quoted" *|Norman, OK',
].join("\n");

async function openFile(text: string, more: Parameters<typeof open>[0] = {}) {
  const path = await Deno.makeTempFile({ prefix: "nexus-astdb-" });
  await Deno.writeTextFile(path, text);
  const scene = await open({ path, ...more });
  await scene.attempt();
  return {
    scene,
    path,
    nodes: (query: string, limit = 25) => scene.directory.search(query, limit).map(({ node }) => node),
    async [Symbol.asyncDispose]() {
      await scene[Symbol.asyncDispose]();
      await Deno.remove(path);
    },
  };
}

Deno.test("search finds by number, callsign and words, numbers and callsigns first", async () => {
  await using file = await openFile(TEXT);
  const { nodes } = file;
  deepStrictEqual(nodes("437"), ["437", "4370", "43732", "43733", "50437"]);
  deepStrictEqual(nodes("43732"), ["43732"]);
  deepStrictEqual(nodes("kf8s"), ["4370", "43732", "43733"]);
  deepStrictEqual(nodes("hub mi"), ["43732"]);
  deepStrictEqual(nodes("146.52"), ["43732"]);
  deepStrictEqual(nodes("KOLN"), ["43733"]);
  deepStrictEqual(nodes("köln ger"), ["43733"]);
  deepStrictEqual(nodes("spring"), ["50437"]);
  deepStrictEqual(nodes("437", 2), ["437", "4370"]);
  deepStrictEqual(nodes("spring detroit"), []);
  deepStrictEqual(nodes("  "), []);
  deepStrictEqual(nodes("!?*\"'"), []);
  strictEqual(file.scene.directory.search("43732", 1)[0]?.kind, "allstar");
});

Deno.test("search takes whatever is typed without failing", async () => {
  await using file = await openFile(TEXT);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      ok(file.scene.directory.search(text, 5).length <= 5);
    }),
    { numRuns: 40 },
  );
  deepStrictEqual(file.nodes(`o'neill "quo" * OR`), []);
  deepStrictEqual(file.nodes(`o'neill "quo" *`), ["57267"]);
  deepStrictEqual(file.scene.lines.filter(({ level }) => level === "error"), []);
});

Deno.test("search finds on disk what matches says of each row", async () => {
  await using file = await openFile(TEXT);
  const rows = TEXT.split("\n").map((line) => line.split("|"));
  const words = ["4", "kf8s", "hub", "mi", "n", "nor", "1", "ok", "the", "machine", "koln", "o", "52"];
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...words), { minLength: 2, maxLength: 3 }), (chosen) => {
      const text = chosen.join(" ");
      const query = parseQuery(text);
      const expected = rows.filter((row) => query !== null && matches(query, row.slice(1))).map(([node]) =>
        node
      );
      deepStrictEqual(file.nodes(text), expected);
    }),
  );
});

Deno.test("search finds a word by each of its beginnings, with a list of their own or not, and by no other", async () => {
  await using file = await openFile(`${TEXT}\n60001|DL1ABC|Spr\u00fcngliweg|Bern, Switzerland`);
  for (const [word, node] of [["springfield", "50437"], ["Spr\u00fcngliweg", "60001"]] as const) {
    for (let length = 1; length <= word.length; length++) {
      const found = file.nodes(word.slice(0, length));
      strictEqual(found.includes(node), true, word.slice(0, length));
      strictEqual(found.length > 1, length <= 3, word.slice(0, length));
      deepStrictEqual(file.nodes(`${word.slice(0, length)}\u00e6`), [], word.slice(0, length));
    }
    deepStrictEqual(file.nodes(`${word}s`), []);
  }
});

Deno.test("names given by hand count more than the directory, which fills what they leave out", async () => {
  const overrides = [
    { node: "1999", callsign: "W1XYZ", description: "Workbench", location: null },
    { node: "43732", callsign: null, description: "Our hub", location: null },
    { node: "KG5DRT-1", callsign: "KG5DRT", description: "Phone", location: null },
  ];
  await using file = await openFile(TEXT, { overrides });
  const { directory } = file.scene;
  strictEqual(directory.name("1999")?.description, "Workbench");
  deepStrictEqual(directory.name("43732"), {
    node: "43732",
    callsign: "KF8S",
    description: "Our hub",
    location: "Detroit, MI",
  });
  strictEqual(directory.name("KG5DRT-1")?.callsign, "KG5DRT");
  strictEqual(directory.name("KG5DRT-2"), undefined);
  deepStrictEqual(file.nodes("workb"), ["1999"]);
  deepStrictEqual(file.nodes("our hub"), ["43732"]);
  deepStrictEqual(directory.search("19", 5).map(({ node, kind }) => [node, kind]), [["1999", "private"]]);
});

Deno.test("a local file is imported again when it changed, and a bad one replaces nothing", async () => {
  await using file = await openFile(rowsText(50));
  const { scene, path } = file;
  const change = async (text: string) => {
    await Deno.writeTextFile(path, text);
    const changedAt = new Date(scene.clock.now());
    await Deno.utime(path, changedAt, changedAt);
    await scene.attempt(); // it may have been written just now, then the next look takes it
    await scene.attempt();
  };
  await change(rowsText(30));
  strictEqual(scene.directory.status.rows, 30);
  await change("<html>\n");
  strictEqual(scene.directory.status.rows, 30);
  ok(scene.directory.status.error?.includes("web page"));
  await Deno.remove(path);
  await scene.attempt();
  strictEqual(scene.directory.name("2029")?.callsign, "W1A29");
  await change(rowsText(31));
  deepStrictEqual([scene.directory.status.rows, scene.directory.status.error], [31, null]);
  strictEqual(scene.changes, 3);
});

Deno.test("a demo answers with invented names, and neither asks nor keeps anything", async () => {
  const invented = [{ node: "990001", callsign: "QX1ABC", description: "Hotspot", location: "Saltmere" }];
  await using scene = await open({ invented, url: "http://127.0.0.1:9/" });
  strictEqual(scene.directory.name("990001")?.callsign, "QX1ABC");
  deepStrictEqual(scene.directory.search("saltm", 5).map(({ node }) => node), ["990001"]);
  await scene.pass(86_400_000);
  strictEqual(scene.clock.pending, 0);
  deepStrictEqual([...Deno.readDirSync(scene.dataDir)], []);
});
