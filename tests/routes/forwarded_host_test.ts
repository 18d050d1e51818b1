import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { accountSite, PASSWORD } from "./accounts.ts";
import { jsonOf } from "./serving.ts";

const PROXY = "192.0.2.9";
const ORIGIN = "https://nodes.example.org";

Deno.test("a change of the site's own pages is taken behind a proxy that changes Host, and of no other's", async () => {
  const site = accountSite({ trustedProxies: [PROXY] });
  /** The status of signing in by a page of `Origin`, through a peer that tells of this host. */
  const signIn = async (Origin: string, forwarded: string | null, peer: string) => {
    const headers = new Headers({ Origin, Host: "127.0.0.1:8080" });
    if (forwarded !== null) headers.set("X-Forwarded-Host", forwarded);
    const body = { username: "nobody", password: PASSWORD };
    const response = await site.post("/api/auth/login", body, headers, peer);
    await response.body?.cancel();
    return response.status;
  };
  strictEqual(await signIn(ORIGIN, "nodes.example.org", PROXY), 401);
  strictEqual(await signIn("https://evil.example", "nodes.example.org", PROXY), 403);
  strictEqual(await signIn(ORIGIN, null, PROXY), 403);
  // Whoever is no proxy cannot make a foreign page one of the site's own.
  strictEqual(await signIn("https://evil.example", "evil.example", "192.0.2.66"), 403);
  // What a client wrote stands left of what the proxy did.
  strictEqual(await signIn("https://evil.example", "evil.example, nodes.example.org", PROXY), 403);
  site.close();
});

Deno.test("a node's stream is where the client asked for it, not where the proxy did", async () => {
  const site = accountSite({ trustedProxies: [PROXY] });
  const headers = {
    Host: "127.0.0.1:8080",
    "X-Forwarded-Host": "nodes.example.org",
    "X-Forwarded-Proto": "https",
  };
  const { data } = await jsonOf(await site.ask("/api/nodes/1999/websocket", { headers }, PROXY));
  const { url, port } = { url: "", port: 0, ...Object(data) };
  deepStrictEqual([url, port], ["wss://nodes.example.org/ws/nodes/1999", 443]);
  site.close();
});
