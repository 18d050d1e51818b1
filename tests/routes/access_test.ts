import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { type Access, randomSecret } from "../../lib/auth/mod.ts";
import { ENDPOINT_LIST, openApiDocument, PAGES } from "../../lib/http/mod.ts";
import { fsRoutes } from "../../lib/web/fresh.gen.ts";
import { type AccountSite, accountSite, addPeople, bearer, PASSWORD } from "./accounts.ts";
import { jsonOf } from "./serving.ts";

/** Who asks, in the columns of the table. */
const ROLES = ["anonymous", "viewer", "elsewhere", "operator", "admin", "superadmin"] as const;
const BAD_TOKENS = ["expired", "revoked", "forged", "other algorithm", "none", "garbage"] as const;
type Column = typeof ROLES[number] | typeof BAD_TOKENS[number];

/** Who is let in; everybody else is refused, 401 without an account and 403 with one. */
const ALLOWED: Readonly<Record<Access, readonly Column[]>> = {
  all: [...ROLES, ...BAD_TOKENS],
  anonymous: ROLES,
  session: ["viewer", "elsewhere", "operator", "admin", "superadmin"],
  operator: ["operator", "admin", "superadmin"],
  admin: ["admin", "superadmin"],
  superadmin: ["superadmin"],
};

const DAY_MS = 86_400_000;

function expected(access: Access, path: string, column: Column, isOpen: boolean): "allowed" | 401 | 403 {
  const isClosed = access === "anonymous" && column === "anonymous" && !isOpen;
  // The operator of another node may command, but not here.
  const isElsewhere = access === "operator" && column === "elsewhere" && !path.startsWith("/api/nodes/{id}");
  if ((ALLOWED[access].includes(column) || isElsewhere) && !isClosed) return "allowed";
  return column === "anonymous" || BAD_TOKENS.some((each) => each === column) ? 401 : 403;
}

/** A token put together by hand, with the claims of a running session. */
function handMade(good: string, alg: string, secret: Uint8Array | null): string {
  const header = Buffer.from(JSON.stringify({ alg, typ: "JWT" })).toString("base64url");
  const body = `${header}.${good.split(".")[1]}`;
  const signature = secret === null ? "" : createHmac("sha256", secret).update(body).digest("base64url");
  return `${body}.${signature}`;
}

/** Good sessions of every role, and everything that looks like one and is none. */
async function headersOf(site: AccountSite): Promise<Readonly<Record<Column, HeadersInit>>> {
  const expired = await site.token("superadmin");
  site.services.clock.advance(DAY_MS);
  const revoked = await site.token("superadmin");
  await site.ask("/api/auth/logout", { method: "POST", headers: bearer(revoked) });
  const of = async (name: string) => bearer(await site.token(name));
  const good = await site.token("superadmin");
  return {
    anonymous: {},
    viewer: await of("viewer"),
    elsewhere: await of("elsewhere"),
    operator: await of("operator"),
    admin: await of("admin"),
    superadmin: bearer(good),
    expired: bearer(expired),
    revoked: bearer(revoked),
    forged: bearer(handMade(good, "HS256", randomSecret())),
    "other algorithm": bearer(handMade(good, "HS512", randomSecret())),
    none: bearer(handMade(good, "none", null)),
    garbage: bearer("nonsense"),
  };
}

/** Whether it was let in, else the status of the refusal. */
async function ask(
  site: AccountSite,
  method: string,
  path: string,
  headers: HeadersInit,
): Promise<"allowed" | number> {
  // A parameter that is unknown stops whoever is let in: nothing is done, no stream opened, no session ended.
  const response = await site.ask(`${path}?unknown=1`, { method, headers });
  const code = String(Reflect.get(Object((await jsonOf(response)).error), "code"));
  if (code === "bad_parameter" && response.status === 400) return "allowed";
  ok(["unauthorized", "invalid_token", "forbidden"].includes(code), `${method} ${path}: ${code}`);
  return response.status;
}

async function cookieOf(site: AccountSite, username: string): Promise<HeadersInit> {
  const login = await site.post("/api/auth/login", { username, password: PASSWORD });
  return { Cookie: login.headers.getSetCookie()[0]?.split(";")[0] ?? "" };
}

for (const isOpen of [true, false]) {
  Deno.test(`every endpoint lets in whom it says, with allow_anon_dashboard ${isOpen}`, async () => {
    const site = accountSite({ allowAnonDashboard: isOpen, publicStatsRpm: 0 });
    await addPeople(site);
    const headers = await headersOf(site);
    const wrong: string[] = [];
    for (const { method, path, access } of ENDPOINT_LIST) {
      const asked = path.replace("{id}", "1999").replace(/\{\w+\}/g, "x");
      for (const column of [...ROLES, ...BAD_TOKENS]) {
        const came = await ask(site, method, asked, headers[column]);
        const due = expected(access, path, column, isOpen);
        if (came !== due) wrong.push(`${method} ${path} for ${column}: ${came}, expected ${due}`);
      }
    }
    deepStrictEqual(wrong, []);
    site.close();
  });

  Deno.test(`every page lets in whom it says, with allow_anon_dashboard ${isOpen}`, async () => {
    const site = accountSite({ allowAnonDashboard: isOpen, publicStatsRpm: 0 });
    await addPeople(site);
    const headers = {
      anonymous: {},
      viewer: await cookieOf(site, "viewer"),
      operator: await cookieOf(site, "operator"),
      admin: await cookieOf(site, "admin"),
      superadmin: await cookieOf(site, "superadmin"),
      garbage: { Cookie: "nexus_session=nonsense" },
    };
    for (const { path, access } of PAGES.filter(({ methods }) => methods.includes("GET"))) {
      const asked = path.replace(/\{\w+\}/g, "1999");
      for (const column of ["anonymous", "viewer", "operator", "admin", "superadmin", "garbage"] as const) {
        // A browser whose session ended is like one that had none.
        const due = expected(access, path, column === "garbage" ? "anonymous" : column, isOpen);
        const response = await site.ask(asked, { headers: headers[column] });
        await response.body?.cancel();
        const at = `${path} for ${column}`;
        const isAskedToSignIn =
          response.headers.get("Location") === `/signin?return=${encodeURIComponent(asked)}`;
        if (due === 401 && !path.startsWith("/embed/")) {
          deepStrictEqual([response.status, isAskedToSignIn], [303, true], at);
        } else if (due !== "allowed") strictEqual(response.status, due, at);
        else ok(![401, 403].includes(response.status) && !isAskedToSignIn, `${at}: ${response.status}`);
      }
    }
    site.close();
  });

  Deno.test(`every page takes forms only from whom it says, with allow_anon_dashboard ${isOpen}`, async () => {
    const site = accountSite({ allowAnonDashboard: isOpen, publicStatsRpm: 0 });
    await addPeople(site);
    for (const { path, access } of PAGES.filter(({ methods }) => methods.includes("POST"))) {
      const asked = path.replace(/\{\w+\}/g, "1999");
      for (const column of ["anonymous", "viewer", "operator", "admin"] as const) {
        const due = expected(access, path, column, isOpen);
        if (due === "allowed") continue; // what it does then is for its own test
        const headers = column === "anonymous" ? {} : await cookieOf(site, column);
        const response = await site.ask(asked, { method: "POST", headers, body: new URLSearchParams() });
        await response.body?.cancel();
        strictEqual(response.status, due === 401 ? 303 : 403, `${path} for ${column}`);
        if (due === 401) strictEqual(response.headers.get("Location"), "/signin");
      }
      const foreign = await site.ask(asked, { method: "POST", headers: { Origin: "https://evil.example" } });
      await foreign.body?.cancel();
      strictEqual(foreign.status, 403, `${path} from another origin`);
    }
    site.close();
  });
}

Deno.test("every route file is in the list of endpoints or of pages, and nothing else is", () => {
  const routes = fsRoutes.filter(({ type }) => type === "route").map(({ routePattern }) =>
    routePattern.replace(/:(\w+)/g, "{$1}")
  );
  const listed = new Set([...ENDPOINT_LIST, ...PAGES].map(({ path }) => path));
  deepStrictEqual([...new Set(routes)].sort(), [...listed].sort());
});

Deno.test("openApiDocument says of every operation who may ask", () => {
  const document: unknown = openApiDocument("0.1.0");
  const paths: unknown = Reflect.get(Object(document), "paths");
  for (const { method, path, access } of ENDPOINT_LIST) {
    const operation: unknown = Reflect.get(Object(Reflect.get(Object(paths), path)), method.toLowerCase());
    strictEqual(Reflect.get(Object(operation), "x-access"), access, `${method} ${path}`);
    strictEqual(Array.isArray(Reflect.get(Object(operation), "security")), true);
  }
});
