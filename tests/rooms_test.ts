import { deepStrictEqual, ok } from "node:assert/strict";
import { findFaults } from "./rooms_check.ts";
import { importsOf, readSources } from "./source_imports.ts";

const ROOT = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
const PLACES = ["main.ts", "fresh.config.ts", "routes", "islands", "components", "lib"];

Deno.test("every import of the tree is one that the table of rooms allows", async () => {
  const tree = await readSources(ROOT, PLACES);
  ok(tree.size > 50, `only ${tree.size} files were read`);
  deepStrictEqual(findFaults(tree), []);
});

const tree = (files: Readonly<Record<string, string>>) => new Map(Object.entries(files));

/** A tree that breaks one rule, and what must be said about it. */
const BROKEN: readonly (readonly [Readonly<Record<string, string>>, readonly string[]])[] = [
  [
    { "routes/index.tsx": 'import { Session } from "../lib/ami/mod.ts";' },
    ["routes/index.tsx: routes may not import lib/ami"],
  ],
  [
    { "routes/api/x.ts": 'import { openStore } from "../../lib/store/mod.ts";' },
    ["routes/api/x.ts: routes may not import lib/store"],
  ],
  [
    { "islands/A.tsx": 'import { type Services } from "../lib/http/mod.ts";' },
    ["islands/A.tsx: islands may not import lib/http"],
  ],
  [
    { "islands/A.tsx": 'export const home = Deno.env.get("HOME");' },
    ["islands/A.tsx: touches Deno in the browser"],
  ],
  [
    { "components/A.tsx": 'import { App } from "fresh";' },
    ["components/A.tsx: components may not import fresh"],
  ],
  [
    { "lib/nodes/a.ts": 'import { systemClock } from "../clock/mod.ts";' },
    ["lib/nodes/a.ts: lib/nodes may not import lib/clock"],
  ],
  [
    { "lib/nodes/a.ts": 'import { readFileSync } from "node:fs";' },
    ["lib/nodes/a.ts: may not import the package node:fs"],
  ],
  [
    { "lib/live/a.ts": 'import { DatabaseSync } from "node:sqlite";' },
    ["lib/live/a.ts: may not import the package node:sqlite"],
  ],
  [
    { "lib/ami/a.ts": 'import * as yaml from "yaml";' },
    ["lib/ami/a.ts: may not import the package yaml"],
  ],
  [
    { "lib/config/a.ts": 'const { run } = await import("../cli/mod.ts");' },
    ["lib/config/a.ts: lib/config may not import lib/cli"],
  ],
  [
    { "lib/store/a.ts": 'import {\n  type EventSink,\n  EventBus,\n} from "../events/mod.ts";' },
    ["lib/store/a.ts: lib/store may not import lib/events"],
  ],
  [
    {
      "lib/poller/a.ts": 'export { parse } from "../rpt/grammar.ts";',
      "lib/rpt/mod.ts": "",
      "lib/rpt/grammar.ts": "",
    },
    ["lib/poller/a.ts: enters lib/rpt by another door: lib/rpt/grammar.ts"],
  ],
  [
    { "lib/fresh/a.ts": 'import { State } from "../http/mod.ts";' },
    ["lib/fresh/a.ts: lib/fresh may not import lib/http"],
  ],
  [
    { "lib/fresh/a.ts": 'import "esbuild";' },
    ["lib/fresh/a.ts: may not import the package esbuild"],
  ],
  [{ "lib/parking/a.ts": "" }, ["lib/parking/a.ts: no such room in the table: lib/parking"]],
  [
    {
      "lib/live/a.ts": [
        "const at = Date.now();",
        "setTimeout(() => {}, 1);",
        'console.log("x");',
        "Math.random() + new Date().getTime();",
      ].join("\n"),
    },
    ["Date.now", "new Date()", "setTimeout(", "Math.random", "console."].map((call) =>
      `lib/live/a.ts: uses ${call} outside of lib/clock and lib/log`
    ),
  ],
  [
    {
      "lib/station/mod.ts": 'import type { Config } from "../config/mod.ts";',
      "lib/config/mod.ts": 'import { Station } from "../station/mod.ts";',
    },
    [
      "lib/config/mod.ts: lib/config may not import lib/station",
      "rooms import each other: lib/station -> lib/config -> lib/station",
    ],
  ],
];
for (const [files, faults] of BROKEN) {
  Deno.test(`findFaults says: ${faults[0]}`, () => deepStrictEqual(findFaults(tree(files)), faults));
}

Deno.test("findFaults accepts what the table allows, and what only looks like a fault", () => {
  const fine = tree({
    "routes/index.tsx": [
      'import { type Services } from "../lib/http/mod.ts";',
      'import type { StatsReader } from "../lib/store/mod.ts";',
      'import Panel from "../islands/Panel.tsx";',
      '// import { x } from "../lib/ami/mod.ts";',
      'const text = "console.log(Date.now())"; // setTimeout(',
    ].join("\n"),
    "islands/Panel.tsx": 'import { asset } from "fresh/runtime";\nimport { useEffect } from "preact/hooks";',
    "lib/nodes/a.ts": 'import type { XStat } from "../rpt/mod.ts";\nimport { mask } from "../wire/mod.ts";',
    "lib/client/a.ts": "setTimeout(() => console.log(Date.now()), 1);",
    "lib/clock/a.ts": "Date.now();",
    "lib/fresh/dev/a.ts": 'import "esbuild";\nimport { x } from "../pattern.ts";',
  });
  deepStrictEqual(findFaults(fine), []);
});

Deno.test("importsOf reads names, renames, types, effects and dynamic imports", () => {
  const source = [
    'import main, { type A, b as c } from "one";',
    "import {",
    "  type D,",
    "  type E as F,",
    '} from "two";',
    'import type * as g from "three";',
    'export { h } from "./four.ts";',
    'import "./five.ts";',
    'const six = await import("./six.ts");',
    '  * import { no } from "comment";',
  ].join("\n");
  deepStrictEqual(importsOf(source), [
    { from: "one", names: ["A", "b"], typeOnly: false },
    { from: "two", names: ["D", "E"], typeOnly: true },
    { from: "three", names: [], typeOnly: true },
    { from: "./four.ts", names: ["h"], typeOnly: false },
    { from: "./five.ts", names: [], typeOnly: false },
    { from: "./six.ts", names: [], typeOnly: false },
  ]);
});
