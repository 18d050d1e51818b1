import assert from "node:assert/strict";
import { config, problems } from "./load.ts";

Deno.test("astdb.overrides gives names by node, with null where nothing stands", () => {
  const text =
    'astdb:\n  overrides:\n    1999: "W1XYZ|Workbench|Basement"\n    2001: "| Hub |"\n    KF8S: W9XX\n';
  assert.deepEqual(config(text).astdb.overrides, [
    { node: "1999", callsign: "W1XYZ", description: "Workbench", location: "Basement" },
    { node: "2001", callsign: null, description: "Hub", location: null },
    { node: "KF8S", callsign: "W9XX", description: null, location: null },
  ]);
});

Deno.test("astdb.overrides can be given in one variable", () => {
  const env = { ASTDB_OVERRIDES: '{1999: "W1XYZ|Workbench|Basement"}' };
  assert.deepEqual(config(undefined, env).astdb.overrides.map(({ node }) => node), ["1999"]);
});

Deno.test("astdb.overrides names what is wrong with it", () => {
  const cases = [
    ["astdb:\n  overrides: W1XYZ\n", /nexus\.yaml:2:14.*expected a block like \{1999/],
    ['astdb:\n  overrides:\n    "19 99": a\n', /3:14.*expected a node number or callsign.*"19 99"/],
    ['astdb:\n  overrides:\n    1999: "a|b|c|d"\n', /astdb\.overrides\.1999, expected "CALL\|.*a\|b\|c\|d/],
    ["astdb:\n  overrides:\n    1999:\n", /astdb\.overrides\.1999, expected "CALL\|/],
    ["astdb:\n  overrides:\n    1999: a\n    1999: b\n", /4:5.*expected each node once: "1999"/],
  ] as const;
  for (const [text, expected] of cases) {
    const found = problems(text);
    assert.equal(found.length, 1, found.join("\n"));
    assert.match(found[0] ?? "", expected);
  }
});

Deno.test("astdb.overrides refuses more nodes than are held in memory", () => {
  const lines = Array.from({ length: 1_001 }, (_, index) => `    ${index + 1}: X\n`).join("");
  assert.match(problems(`astdb:\n  overrides:\n${lines}`)[0] ?? "", /at most 1000 nodes.*1001$/);
});

Deno.test("astdb.update_interval is never shorter than the public directory asks for", () => {
  assert.match(problems("astdb:\n  update_interval: 5m\n")[0] ?? "", /from 15m to 7d/);
  assert.equal(config("astdb:\n  update_interval: 15m\n").astdb.updateIntervalMs, 900_000);
});
