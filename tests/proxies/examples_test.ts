import { deepStrictEqual, match, ok, throws } from "node:assert/strict";
import { loadConfig } from "../../lib/config/mod.ts";
import { exampleOf, fittedTo, PROXY_NAMES, readPage, type Site } from "./examples.ts";

const SITE: Site = { directory: "/d", port: 9443, nexusPort: 9080, cert: "/d/c.pem", key: "/d/k.pem" };

Deno.test("the page has one example of each proxy, which the trial uses as it is but for ports, certificate and name", () => {
  const page = readPage();
  for (const name of PROXY_NAMES) {
    const example = exampleOf(page, name);
    const fitted = fittedTo(SITE, name, example);
    ok(!/443\b(?<!9443)|8080|example\.org/.test(fitted), fitted);
    // As many lines say the same; Caddy alone is told of a certificate, which it would get by itself.
    const unlike = fitted.split("\n").filter((line) => !example.split("\n").includes(line));
    ok(unlike.length <= 5, unlike.join("\n"));
    match(fitted, /127\.0\.0\.1:9080/);
    throws(() => fittedTo(SITE, name, example.replaceAll("8080", "8081")), /does not say/);
  }
  match(Deno.readTextFileSync("deno.json"), /"try:proxies": "[^"]*tests\/proxies\/try\.ts"/);
});

Deno.test("the page's configuration of Nexus is one, and below the path of the examples", () => {
  const page = readPage();
  const text = exampleOf(page, "yaml");
  const loaded = loadConfig({ file: "nexus.yaml", env: () => undefined, readFile: () => text });
  ok(loaded.ok);
  const { host, port, basePath, trustedProxies } = loaded.config;
  deepStrictEqual({ host, port, basePath, trustedProxies }, {
    host: "127.0.0.1",
    port: 8080,
    basePath: "/nexus",
    trustedProxies: ["127.0.0.1", "::1"],
  });
  for (const name of PROXY_NAMES) ok(exampleOf(page, name).includes(`${basePath}/`), name);
});
