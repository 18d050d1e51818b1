import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ENDPOINT_LIST, openApiDocument } from "../../lib/http/mod.ts";
import { nodeObject } from "../../lib/live/mod.ts";
import { nodeStatus, SAMPLE_AT_MS } from "../wire/samples.ts";
import { fakeServices } from "../http/fake_services.ts";
import { jsonOf, type Serving, serving } from "./serving.ts";

type Json = Readonly<Record<string, unknown>>;

const DOCUMENT: Json = JSON.parse(JSON.stringify(openApiDocument("0.1.0")));

/** Follows a path of names into a document. */
function dig(value: unknown, ...names: readonly string[]): unknown {
  let at = value;
  for (const name of names) at = typeof at === "object" && at !== null ? Reflect.get(at, name) : undefined;
  return at;
}

/** Why a value does not have the shape that a schema says; empty when it does. */
function faults(schema: unknown, value: unknown, at = "$"): string[] {
  const name = dig(schema, "$ref");
  if (typeof name === "string") return faults(dig(DOCUMENT, ...name.split("/").slice(1)), value, at);
  const found: string[] = [];
  const types = [dig(schema, "type")].flat();
  if (types[0] !== undefined && !types.some((type) => isOfType(type, value))) {
    found.push(`${at} is no ${types}`);
  }
  const choices = dig(schema, "enum");
  if (Array.isArray(choices) && !choices.includes(value)) found.push(`${at} is none of ${choices}`);
  if (dig(schema, "format") === "date-time" && typeof value === "string" && !isInstant(value)) {
    found.push(`${at} is no instant`);
  }
  if (Array.isArray(value)) {
    return [
      ...found,
      ...value.flatMap((entry, index) => faults(dig(schema, "items"), entry, `${at}[${index}]`)),
    ];
  }
  return typeof value === "object" && value !== null
    ? [...found, ...objectFaults(schema, { ...value }, at)]
    : found;
}

function objectFaults(schema: unknown, value: Json, at: string): string[] {
  const required = [dig(schema, "required") ?? []].flat();
  const missing = required.filter((name) => !Object.hasOwn(value, String(name))).map((name) =>
    `${at}.${name} is missing`
  );
  const others = Object.entries(value).flatMap(([name, inner]) => {
    const own = dig(schema, "properties", name) ?? dig(schema, "additionalProperties");
    return own === false || own === undefined
      ? [`${at}.${name} is not described`]
      : faults(own, inner, `${at}.${name}`);
  });
  return [...missing, ...others];
}

function isOfType(type: unknown, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  const actual: string = typeof value;
  return actual === type;
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text);
}

/** The web as somebody asks for it who may do everything. */
function servingRoot(): Serving {
  const services = fakeServices();
  services.principal = {
    kind: "session",
    userId: 1,
    username: "root",
    role: "superadmin",
    nodes: "all",
    sessionId: "s1",
    expiresAtMs: SAMPLE_AT_MS + 60_000,
  };
  return serving(services);
}

/** The paths of the files below `routes/` that are no pages. */
async function routePaths(folder: string, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory) {
      found.push(...await routePaths(`${folder}/${entry.name}`, `${prefix}/${entry.name}`));
    } else if (entry.name.endsWith(".ts") && !entry.name.startsWith("_")) {
      found.push(
        `${prefix}/${entry.name.slice(0, -3)}`.replace(/\/index$/, "").replace(/\[(\w+)\]/g, "{$1}"),
      );
    }
  }
  return found;
}

Deno.test("openApiDocument describes every route file and nothing else", async () => {
  const described = Object.keys(dig(DOCUMENT, "paths") ?? {});
  deepStrictEqual(described.sort(), (await routePaths("routes")).sort());
});

Deno.test("openApiDocument names exactly the parameters that each route takes", async () => {
  const { ask } = servingRoot();
  for (const { method, path, params } of ENDPOINT_LIST) {
    const described = [dig(DOCUMENT, "paths", path, method.toLowerCase(), "parameters") ?? []].flat();
    const inQuery = described.filter((each) => dig(each, "in") === "query").map((each) => dig(each, "name"));
    deepStrictEqual(inQuery, Object.keys(params), path);
    for (const name of [...Object.keys(params), "unheardOf"]) {
      const response = await ask(`${path.replace("{id}", "1999")}?${name}=%00`, { method });
      strictEqual(response.status, 400, `${method} ${path}?${name}`);
      strictEqual(dig(await jsonOf(response), "error", "field"), name);
    }
  }
});

Deno.test("openApiDocument says what each route answers", async () => {
  const { ask } = servingRoot();
  const sent = await ask("/api/nodes/1999/commands", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ action: "connect", target: "2001" }),
  });
  const commandId = String(dig(await jsonOf(sent), "data", "id"));
  for (const { method, path, answers } of ENDPOINT_LIST) {
    if (method !== "GET" || answers === "events" || answers === "websocket") continue;
    if (answers === "image" || answers === "picture") continue;
    const response = await ask(path.replace("{id}", path.startsWith("/api/commands") ? commandId : "1999"));
    if (answers === "text" || answers === "csv") {
      const type = answers === "csv" ? "text/csv" : "text/plain";
      strictEqual(response.status, 200, path);
      strictEqual(response.headers.get("Content-Type")?.split(";")[0], type, path);
      await response.body?.cancel();
      continue;
    }
    const schema = dig(
      DOCUMENT,
      "paths",
      path,
      "get",
      "responses",
      "200",
      "content",
      "application/json",
      "schema",
    );
    if (path !== "/api/openapi.json") deepStrictEqual(faults(schema, await response.json()), [], path);
  }
});

Deno.test("openApiDocument says what refusals and per-node messages look like", async () => {
  const { ask } = serving();
  const error = dig(DOCUMENT, "components", "schemas", "Error");
  deepStrictEqual(faults(error, await (await ask("/api/nodes/1")).json()), []);
  deepStrictEqual(faults(error, await (await ask("/api/talker-log?limit=0")).json()), []);
  const message = dig(DOCUMENT, "components", "schemas", "NodeObjectMessage");
  deepStrictEqual(faults(message, { "1999": nodeObject(nodeStatus(), SAMPLE_AT_MS) }), []);
});

Deno.test("openApiDocument points only to schemas that exist, and its checker finds faults", () => {
  const refs = JSON.stringify(DOCUMENT).match(/#\/components\/schemas\/\w+/g) ?? [];
  strictEqual(refs.length > 10, true);
  for (const each of refs) strictEqual(typeof dig(DOCUMENT, ...each.split("/").slice(1)), "object", each);
  const schema = dig(DOCUMENT, "components", "schemas", "NodeStatus");
  const { stale: _, ...lacking } = nodeStatus();
  deepStrictEqual(faults(schema, lacking), ["$.stale is missing"]);
  deepStrictEqual(faults(schema, { ...nodeStatus(), num_links: "3" }), ["$.num_links is no integer"]);
  deepStrictEqual(faults(schema, { ...nodeStatus(), extra: 1 }), ["$.extra is not described"]);
});

Deno.test("GET /api/openapi.json is that document", async () => {
  deepStrictEqual(await jsonOf(await serving().ask("/api/openapi.json")), DOCUMENT);
});
