import assert from "node:assert/strict";
import fc from "fast-check";
import { describeEnvKeys, KEY_ROWS } from "../../lib/config/mod.ts";
import { editDistance, nearestName } from "../../lib/config/nearest.ts";
import { envName, flatName, pathsOf } from "../../lib/config/rows.ts";
import { fallbackOf } from "../../lib/config/settings.ts";
import { config, problems } from "./load.ts";

const EXAMPLE = await Deno.readTextFile(new URL("../../deploy/nexus.example.yaml", import.meta.url));

/** The example with every key in force: keys follow the # at once or, in a block, after two blanks. */
const UNCOMMENTED = EXAMPLE.replace(/^#(?=[a-z_]+:| {2,})/gm, "");

Deno.test("KEY_ROWS gives every key one path, one flat name and one variable", () => {
  const paths = KEY_ROWS.flatMap(pathsOf);
  assert.equal(new Set(paths.map(flatName)).size, paths.length);
  for (const path of paths) assert.match(path, /^[a-z_]+(\.[a-z_]+)?$/);
});

Deno.test("KEY_ROWS has defaults that its own rules accept", () => {
  for (const row of KEY_ROWS) {
    if (row.fallback !== null) assert.notEqual(fallbackOf(row), null, row.path);
  }
});

Deno.test("describeEnvKeys lists the variable of every key, alias and the file", () => {
  const names = describeEnvKeys();
  for (const row of KEY_ROWS) for (const path of pathsOf(row)) assert.ok(names.includes(envName(path)), path);
  for (const name of ["AMI_HOST", "AMI_SECRET", "NEXUS_CONFIG", "MQTT_TOPIC_PREFIX"]) {
    assert.ok(names.includes(name), name);
  }
  assert.equal(new Set(names).size, names.length);
});

Deno.test("describeEnvKeys names everything that loadConfig asks for", () => {
  const asked = new Set<string>();
  const env = new Proxy<Record<string, string>>({}, {
    get: (_target, name) => void asked.add(String(name)),
  });
  config(undefined, env);
  assert.deepEqual([...asked].sort(), describeEnvKeys());
});

Deno.test("the example configuration parses and changes nothing as it is", () => {
  assert.ok(!EXAMPLE.includes("\t"));
  assert.deepEqual(config(EXAMPLE), { ...config(undefined), file: "./nexus.yaml" });
});

Deno.test("the example configuration shows every key with its default", () => {
  const lines = UNCOMMENTED.split("\n").filter((line) => !line.startsWith("#"));
  for (const row of KEY_ROWS) {
    const [group = "", name] = row.path.split(".");
    const start = lines.indexOf(`${group}:`);
    const key = name === undefined ? row.path : `  ${name}`;
    const found = lines.findIndex((line, index) =>
      index > (name === undefined ? -1 : start) && line.startsWith(`${key}:`)
    );
    assert.ok(found >= 0 && (name === undefined || start >= 0), row.path);
    if (row.fallback !== null) assert.equal(lines[found], `${key}: ${row.fallback}`);
    else if (row.path !== "trusted_proxies") assert.equal(lines[found], `${key}:`);
  }
});

Deno.test("the example configuration is right when every line is in force", () => {
  assert.deepEqual(problems(UNCOMMENTED.replace(/^nodes:\n(?: +.*\n)+/m, "")), []);
  assert.deepEqual(problems(UNCOMMENTED.replace(/^servers:\n(?: +.*\n)+/m, "")), []);
  assert.equal(config(UNCOMMENTED.replace(/^nodes:\n(?: +.*\n)+/m, "")).servers[1]?.username, "nexus");
});

Deno.test("editDistance counts inserts, deletes, changes and swaps", () => {
  for (
    const [from, to, distance] of [["host", "hots", 1], ["port", "prt", 1], ["a", "", 1], [
      "",
      "abc",
      3,
    ]] as const
  ) {
    assert.equal(editDistance(from, to), distance);
    assert.equal(editDistance(to, from), distance);
  }
});

Deno.test("nearestName finds a known name again after one slip", () => {
  const names = KEY_ROWS.map((row) => row.path);
  fc.assert(fc.property(fc.constantFrom(...names), fc.nat(), (name, place) => {
    const at = place % name.length;
    const nearest = nearestName([name.slice(0, at) + name.slice(at + 1)], names);
    assert.ok(nearest !== undefined && editDistance(nearest, name) <= 2, `${name} became ${nearest}`);
  }));
  assert.equal(nearestName(["x"], []), undefined);
});
