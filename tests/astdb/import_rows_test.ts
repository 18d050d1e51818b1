import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { importRows, openDirectoryFile } from "../../lib/astdb/mod.ts";
import { type Clock, systemClock } from "../../lib/clock/mod.ts";
import { syntheticDirectory } from "../../bench/astdb.ts";
import { slowClock } from "../support/waits.ts";
import { rowsText } from "./support.ts";

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}

function order(
  path: string,
  text: string,
  signal = new AbortController().signal,
  clock: Clock = systemClock,
) {
  return {
    source: once(text),
    path,
    expected: { lastRows: null, leastRows: 1, mustEndWhole: true },
    facts: (rows: number) => ({ rows: String(rows) }),
    clock,
    signal,
  };
}

async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "nexus-astdb-" });
  try {
    await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("importRows lets others have their turn all through a directory of the public one's size", () =>
  inFolder(async (folder) => {
    let turns = 0;
    let isOver = false;
    const others = (async () => {
      for (; !isOver; turns++) await new Promise((resolve) => setTimeout(resolve, 0));
    })();
    const signal = new AbortController().signal;
    const path = `${folder}/astdb.db`;
    const imported = await importRows(order(path, syntheticDirectory(40_000), signal, slowClock()));
    isOver = true;
    await others;
    strictEqual(imported.rows, 40_000);
    deepStrictEqual([imported.summary.bare, imported.summary.broken], [1, 1]);
    ok(turns > 50, `others had only ${turns} turns`);
    const file = openDirectoryFile(`${folder}/astdb.db`);
    deepStrictEqual(file?.facts, { rows: "40000" });
    file?.close();
  }));

Deno.test("importRows keeps the first of two rows for one node", () =>
  inFolder(async (folder) => {
    const path = `${folder}/astdb.db`;
    await importRows(order(path, "1999|PRIVATE|a|b\n2000|W1AW|c|d\n2000|OTHER|e|f\n"));
    const file = openDirectoryFile(path);
    strictEqual(file?.find(2_000)?.callsign, "W1AW");
    deepStrictEqual(file?.search({ words: ["other"], ranges: [], callsign: null }, 5), []);
    file?.close();
  }));

Deno.test("importRows leaves the copy in use alone until the new one is whole, and readers of the old one go on", () =>
  inFolder(async (folder) => {
    const path = `${folder}/astdb.db`;
    await importRows(order(path, rowsText(10)));
    const old = openDirectoryFile(path);
    await rejects(importRows(order(path, "<html>\n")), /keep the last good directory.*web page/);
    const abort = new AbortController();
    const stopped = importRows(order(path, syntheticDirectory(20_000), abort.signal));
    abort.abort(new Error("stopped"));
    await rejects(stopped, /stopped/);
    deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["astdb.db"]);
    await importRows(order(path, rowsText(20)));
    strictEqual(old?.find(2_009)?.callsign, "W1A9");
    strictEqual(old?.find(2_019), undefined);
    old?.close();
    const renewed = openDirectoryFile(path);
    strictEqual(renewed?.find(2_019)?.callsign, "W1A19");
    renewed?.close();
  }));
