import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { clientAddress, clientHost, clientScheme, limitKey, TrustedProxies } from "../../lib/http/mod.ts";

const PROXIES = new TrustedProxies([
  "10.0.0.1",
  "192.168.0.0/16",
  "2001:db8:1::/48",
  "nonsense",
  "10.0.0.0/99",
  "1.2.3.4/x",
]);

Deno.test("TrustedProxies knows addresses and networks, in any spelling", () => {
  for (const yes of ["10.0.0.1", "::ffff:10.0.0.1", "192.168.255.1", "2001:DB8:1:ffff::1"]) {
    strictEqual(PROXIES.includes(yes), true, yes);
  }
  for (
    const no of ["10.0.0.2", "192.167.255.255", "192.169.0.0", "2001:db8:2::1", "nonsense", "", "1.2.3.4"]
  ) {
    strictEqual(PROXIES.includes(no), false, no);
  }
});

Deno.test("TrustedProxies compares the bits of a network that end within a byte", () => {
  const proxies = new TrustedProxies(["172.16.0.0/12", "0.0.0.0/0"].slice(0, 1));
  strictEqual(proxies.includes("172.31.255.255"), true);
  strictEqual(proxies.includes("172.32.0.0"), false);
  strictEqual(new TrustedProxies(["0.0.0.0/0"]).includes("198.51.100.1"), true);
  strictEqual(new TrustedProxies(["0.0.0.0/0"]).includes("::1"), false, "another family");
});

const CASES: readonly [peer: string, forwarded: string | null, client: string, why: string][] = [
  ["198.51.100.9", null, "198.51.100.9", "a peer without a header"],
  ["198.51.100.9", "203.0.113.1", "198.51.100.9", "a peer that is not trusted is not believed"],
  ["::ffff:198.51.100.9", null, "198.51.100.9", "one spelling"],
  ["10.0.0.1", null, "10.0.0.1", "a proxy that names nobody"],
  ["10.0.0.1", "203.0.113.1", "203.0.113.1", "what the proxy saw"],
  ["10.0.0.1", "1.1.1.1, 203.0.113.1", "203.0.113.1", "what the client made up stands further left"],
  ["10.0.0.1", "203.0.113.1, 192.168.3.4", "203.0.113.1", "through two proxies"],
  ["10.0.0.1", "192.168.3.4, 192.168.3.5", "192.168.3.4", "from inside the network of proxies"],
  ["10.0.0.1", "203.0.113.1, garbage", "10.0.0.1", "garbage ends the chain"],
  ["10.0.0.1", "203.0.113.1, garbage, 192.168.3.4", "192.168.3.4", "garbage ends the chain where it stands"],
  ["10.0.0.1", "", "10.0.0.1", "an empty header"],
  ["10.0.0.1", "[2001:db8:9::1]:443", "2001:db8:9::1", "with brackets and port"],
  ["10.0.0.1", "203.0.113.1:5555", "203.0.113.1", "with a port"],
  ["10.0.0.1", `${"203.0.113.1,".repeat(200)}203.0.113.2`, "10.0.0.1", "a header that no honest chain makes"],
];

Deno.test("clientAddress believes only trusted proxies, from the right", () => {
  for (const [peer, forwarded, client, why] of CASES) {
    const headers = new Headers(forwarded === null ? {} : { "X-Forwarded-For": forwarded });
    strictEqual(clientAddress(peer, headers, PROXIES), client, why);
  }
});

Deno.test("clientAddress is never what an untrusted peer says", () => {
  fc.assert(fc.property(fc.ipV4(), fc.ipV4(), (peer, said) => {
    fc.pre(!PROXIES.includes(peer));
    strictEqual(clientAddress(peer, new Headers({ "X-Forwarded-For": said }), PROXIES), peer);
  }));
});

Deno.test("clientScheme believes only trusted proxies, and only http and https", () => {
  const scheme = (peer: string, proto: string | null, url = "http://nexus/") =>
    clientScheme(
      peer,
      new URL(url),
      new Headers(proto === null ? {} : { "X-Forwarded-Proto": proto }),
      PROXIES,
    );
  strictEqual(scheme("10.0.0.1", "https"), "https");
  strictEqual(scheme("10.0.0.1", "http, HTTPS"), "https", "the nearest proxy's word");
  strictEqual(scheme("10.0.0.1", "javascript"), "http");
  strictEqual(scheme("198.51.100.9", "https"), "http");
  strictEqual(scheme("10.0.0.1", null, "https://nexus/"), "https");
});

Deno.test("clientHost believes only trusted proxies, and of several the nearest", () => {
  const host = (peer: string, forwarded: string | null) =>
    clientHost(
      peer,
      new Headers({
        Host: "127.0.0.1:8080",
        ...(forwarded === null ? {} : { "X-Forwarded-Host": forwarded }),
      }),
      PROXIES,
    );
  strictEqual(host("10.0.0.1", "nodes.example.org"), "nodes.example.org");
  strictEqual(host("10.0.0.1", "evil.example, nodes.example.org:8443"), "nodes.example.org:8443");
  strictEqual(host("10.0.0.1", null), "127.0.0.1:8080");
  strictEqual(host("198.51.100.9", "nodes.example.org"), "127.0.0.1:8080");
  strictEqual(clientHost("198.51.100.9", new Headers(), PROXIES), null);
});

Deno.test("limitKey counts IPv6 by subscriber", () => {
  strictEqual(limitKey("192.0.2.7"), "192.0.2.7");
  strictEqual(limitKey("2001:db8:1:2::9"), limitKey("2001:db8:1:2:ffff::1"));
  strictEqual(limitKey("2001:db8:1:2::9") === limitKey("2001:db8:1:3::9"), false);
  strictEqual(limitKey("::1"), "::1");
  strictEqual(limitKey("local"), "local");
});
