import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ENDPOINT_LIST, PAGES } from "../../lib/http/mod.ts";
import { type AccountSite, accountSite, addPeople, browserOf, PASSWORD } from "./accounts.ts";

/** Endpoints that read a body, whatever it is. */
const TAKING = ENDPOINT_LIST.filter(({ body }) => Object.keys(body).length > 0);

const FORMS = PAGES.filter(({ methods }) => methods.includes("POST")).map(({ path }) => path);

/** More than any endpoint reads. */
const MILLION = 1_000_000;

/** With an account and a node that are there. */
const path = (pattern: string) => pattern.replace("/users/{id}", "/users/1").replace("{id}", "1999");

/** Bodies that are small to send and large to read, by what they are. */
function bombs(field: string): Readonly<Record<string, string>> {
  const deep = 7_000;
  const name = JSON.stringify(field);
  return {
    "lists in lists": "[".repeat(16_000),
    "lists in lists in a field": `{${name}:${"[".repeat(deep)}${"]".repeat(deep)}}`,
    "objects in objects": `{${name}:`.repeat(1_000) + "1" + "}".repeat(1_000),
    "a list in a field": `{${name}:[${"1,".repeat(7_000)}1]}`,
    "a million entries": `{${name}:[${"1,".repeat(MILLION)}1]}`,
    "a million keys": `{${Array.from({ length: 100_000 }, (_, at) => `"k${at}":1`).join()}}`,
    "many keys": `{${Array.from({ length: 1_500 }, (_, at) => `"k${at}":1`).join()}}`,
    "the same key": `{${`${name}:1,`.repeat(1_000)}${name}:2}`,
    "a number without end": `{${name}:1${"0".repeat(15_000)}}`,
    "a number that is none": `{${name}:1e999}`,
    "a long text": `{${name}:"${"x".repeat(15_000)}"}`,
    "a longer text": `{${name}:"${"x".repeat(MILLION)}"}`,
    "half a character": `{${name}:"\\ud800"}`,
    "no character": `{${name}:"\\u0000\\r\\n\\u2028\\u0085"}`,
    "half a body": `{${name}:"`,
  };
}

const POLLUTION = [
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"__proto__":{"role":"superadmin"},"role":"superadmin"}',
];

async function signedIn(act: (site: AccountSite, cookie: string) => Promise<void>): Promise<void> {
  const site = accountSite({ publicStatsRpm: 0 });
  await addPeople(site);
  const login = await site.post("/api/auth/login", { username: "superadmin", password: PASSWORD });
  await login.body?.cancel();
  const usersOf = () =>
    site.services.auth.users.list().map(({ name, role, nodes, passwordAtMs, tokens }) => ({
      ...{ name, role, nodes, passwordAtMs, tokens },
    }));
  const users = usersOf();
  await act(site, login.headers.getSetCookie()[0]?.split(";")[0] ?? "");
  deepStrictEqual(usersOf(), users, "nobody was changed");
  strictEqual(Reflect.get({}, "polluted"), undefined);
  strictEqual(Reflect.get([], "polluted"), undefined);
  site.close();
}

Deno.test("no endpoint is hurt by a JSON bomb, and none takes it", async () => {
  await signedIn(async (site, Cookie) => {
    ok(TAKING.length >= 10);
    for (const { method, path: pattern, body } of TAKING) {
      for (const [what, text] of Object.entries(bombs(Object.keys(body)[0] ?? ""))) {
        const response = await site.ask(path(pattern), {
          method,
          headers: { Cookie, "Content-Type": "application/json" },
          body: text,
        });
        const answer = await response.text();
        ok(
          [400, 401, 413].includes(response.status),
          `${method} ${pattern}, ${what}: ${response.status} ${answer}`,
        );
        ok(
          answer.length < 1_000,
          `${method} ${pattern}, ${what}: its answer has ${answer.length} characters`,
        );
      }
    }
  });
});

Deno.test("a body without end is read no further than its endpoint reads", async () => {
  await signedIn(async (site, Cookie) => {
    const asked = [
      ...TAKING.map(({ method, path: pattern }) => [method, path(pattern), "application/json"] as const),
      ...FORMS.map((pattern) => ["POST", path(pattern), "application/x-www-form-urlencoded"] as const),
    ];
    for (const [method, at, type] of asked) {
      if (at === "/signout") continue; // it reads nothing of it but its act
      let given = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          given += 4_096;
          controller.enqueue(new Uint8Array(4_096).fill(0x61));
        },
      }, { highWaterMark: 0 });
      const response = await site.ask(at, { method, headers: { Cookie, "Content-Type": type }, body });
      await response.body?.cancel();
      strictEqual(response.status, 413, `${method} ${at}`);
      ok(given <= 65_536, `${method} ${at} read ${given} bytes`);
    }
  });
});

Deno.test("no body, form or query reaches a prototype", async () => {
  await signedIn(async (site, Cookie) => {
    for (const { method, path: pattern } of TAKING) {
      for (const body of POLLUTION) {
        const headers = { Cookie, "Content-Type": "application/json" };
        const response = await site.ask(path(pattern), { method, headers, body });
        await response.body?.cancel();
        strictEqual(response.status, 400, `${method} ${pattern} with ${body}`);
      }
    }
    const query = "__proto__[polluted]=1&__proto__.polluted=1&constructor.prototype.polluted=1";
    for (const { path: pattern, method, answers } of ENDPOINT_LIST) {
      if (method !== "GET" || answers === "websocket") continue;
      const response = await site.ask(`${path(pattern)}?${query}`, { headers: { Cookie } });
      await response.body?.cancel();
      ok([400, 401, 404].includes(response.status), `GET ${pattern}: ${response.status}`);
    }
    const browser = await browserOf(site, "admin");
    for (const pattern of FORMS.filter((each) => each !== "/signout")) {
      const fields = {
        "__proto__": "1",
        "__proto__[polluted]": "1",
        "constructor[prototype][polluted]": "1",
      };
      const response = await browser.send(path(pattern), fields);
      await response.body?.cancel();
      ok(response.status >= 400 && response.status < 500, `POST ${pattern}: ${response.status}`);
    }
    for (const { path: pattern, methods } of PAGES) {
      if (!methods.includes("GET")) continue;
      const response = await site.ask(`${path(pattern)}?${query}`, { headers: { Cookie } });
      await response.body?.cancel();
      ok(response.status < 500, `GET ${pattern}: ${response.status}`);
    }
  });
});
