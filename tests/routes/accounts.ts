import { type FakeServices, fakeServices } from "../http/fake_services.ts";
import type { NamedCommand } from "../../lib/control/mod.ts";
import type { PasswordHasher } from "../../lib/auth/mod.ts";
import type { WebSettings } from "../../lib/http/mod.ts";
import { jsonOf, type Serving, serving } from "./serving.ts";

/** A password that the rules take. */
export const PASSWORD = "correct horse battery";

/** The web with real accounts, whose passwords take no time. */
export interface AccountSite extends Serving {
  /** Sends JSON. */
  post(path: string, body: unknown, headers?: HeadersInit, peer?: string): Promise<Response>;
  /** Signs in by the API and gives the token. */
  token(username: string, password?: string): Promise<string>;
  close(): void;
}

/** Makes the site; requests are from whoever their token says. Passwords cost what `hasher` takes, nothing where it is absent. */
export function accountSite(
  settings: Partial<WebSettings> = {},
  named: readonly NamedCommand[] = [],
  hasher?: PasswordHasher,
): AccountSite {
  const services: FakeServices = fakeServices(settings, {}, named, hasher);
  services.principal = null;
  services.auth.open();
  services.auth.start();
  const site = serving(services);
  const post: AccountSite["post"] = (path, body, headers = {}, peer) =>
    site.ask(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...Object.fromEntries(new Headers(headers)) },
      body: JSON.stringify(body),
    }, peer);
  return {
    ...site,
    post,
    async token(username, password = PASSWORD) {
      const { data } = await jsonOf(await post("/api/auth/login", { username, password }));
      return String(Reflect.get(Object(data), "token"));
    },
    close: () => services.auth.stop(),
  };
}

/** Makes accounts of every role, and an operator of another node. */
export async function addPeople({ services }: AccountSite): Promise<void> {
  const actor = { principal: "console", name: "test", from: "console" } as const;
  const { users } = services.auth;
  for (const role of ["superadmin", "admin", "operator", "viewer"] as const) {
    await users.create(actor, { name: role, password: PASSWORD, role, nodes: "all" });
  }
  await users.create(actor, { name: "elsewhere", password: PASSWORD, role: "operator", nodes: ["43732"] });
}

/** What `Authorization` is sent with. */
export function bearer(token: string): HeadersInit {
  return { Authorization: `Bearer ${token}` };
}

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

/** Somebody's browser: it has the cookie that signing in gave it, and sends forms as pages of the site do. */
export async function browserOf(site: AccountSite, username: string, password = PASSWORD) {
  const login = await site.post("/api/auth/login", { username, password });
  await login.body?.cancel();
  const headers = { Cookie: login.headers.getSetCookie()[0]?.split(";")[0] ?? "" };
  return {
    get: (path: string) => site.ask(path, { headers }),
    send: (path: string, fields: Readonly<Record<string, string | undefined>>) =>
      site.ask(path, {
        method: "POST",
        headers: { ...headers, ...FORM },
        body: new URLSearchParams(given(fields)),
      }),
  };
}

function given(fields: Readonly<Record<string, string | undefined>>): string[][] {
  return Object.entries(fields).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]);
}
