import { deepStrictEqual, ok } from "node:assert/strict";
import { BOUND_OF, BROKER_BOUND_OF, GUARD_BOUND_OF, NOT_KEPT } from "./bounds_table.ts";

const LIB = new URL("../../lib/", import.meta.url);

/** Rooms of the browser, of other commands and of the demo, and the stand-in for Fresh: nothing of them runs for long in the server. */
const ELSEWHERE = new Set(["badge", "cli", "client", "fresh", "simulator", "web", "wire", "wiretap"]);

/** A constant that by its name bounds something. */
const CONSTANT_REGEXP = /^(?:export )?const (\w*(?:MAX|LIMIT|KEPT|AWAITED|BOUNDS|_RING|CAPACITY)[A-Z_]*)\b/gm;

async function boundingConstants(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const room of Deno.readDir(LIB)) {
    if (!room.isDirectory || ELSEWHERE.has(room.name)) continue;
    for await (const file of Deno.readDir(new URL(`${room.name}/`, LIB))) {
      if (!file.isFile) continue;
      const text = await Deno.readTextFile(new URL(`${room.name}/${file.name}`, LIB));
      for (const [, name] of text.matchAll(CONSTANT_REGEXP)) found.push(`${room.name}/${file.name} ${name}`);
    }
  }
  return found.sort();
}

Deno.test("every constant of the server that bounds something has its metric, or keeps nothing", async () => {
  const constants = await boundingConstants();
  ok(constants.length > 100, `found only ${constants.length}`);
  const listed = [BOUND_OF, BROKER_BOUND_OF, GUARD_BOUND_OF].flatMap((table) => Object.keys(table))
    .concat(Object.values(NOT_KEPT).flat()).sort();
  deepStrictEqual(
    constants.filter((each) => !listed.includes(each)),
    [],
    "in no list: say how they are seen",
  );
  deepStrictEqual(listed.filter((each) => !constants.includes(each)), [], "listed, and there are none");
  deepStrictEqual(listed.filter((each, at) => listed.indexOf(each) !== at), [], "listed twice");
});
