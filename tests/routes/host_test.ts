import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import type { WebSettings } from "../../lib/http/mod.ts";
import { words } from "../components/render.tsx";
import { type FakeServices, fakeServices } from "../http/fake_services.ts";
import { HOST_FACTS } from "../http/samples.ts";
import { SAMPLE_AT_MS } from "../wire/samples.ts";
import { jsonOf, serving } from "./serving.ts";

const SHOWN: WebSettings["site"] = { logo: null, home: null, links: [], showHost: true };

function site(shown: boolean, role: "viewer" | "admin" | null = null): FakeServices {
  const services = fakeServices(shown ? { site: SHOWN } : {});
  services.machine = HOST_FACTS;
  if (role === null) return services;
  services.principal = {
    kind: "session",
    userId: 1,
    username: "k1abc",
    role,
    nodes: "all",
    sessionId: "s1",
    expiresAtMs: SAMPLE_AT_MS + 60_000,
  };
  return services;
}

Deno.test("GET /api/host tells those who signed in, and everybody where the station says so", async () => {
  for (const services of [site(true), site(false, "viewer")]) {
    const response = await serving(services).ask("/api/host");
    deepStrictEqual([response.status, (await jsonOf(response)).data], [200, HOST_FACTS]);
  }
  const refused = await serving(site(false)).ask("/api/host");
  strictEqual(refused.status, 401);
  doesNotMatch(await refused.text(), /celsius/);
  const services = site(true);
  services.machine = null;
  strictEqual((await serving(services).ask("/api/host")).status, 404);
});

Deno.test("the dashboard shows one line of the machine to those who may see it, and costs others nothing", async () => {
  for (const services of [site(true), site(false, "viewer")]) {
    const html = await (await serving(services).ask("/")).text();
    const line = html.split('<div class="host-line"')[1]?.split("</div>")[0] ?? "";
    match(
      words(line),
      /This machine CPU 66 °C warm Load 0\.42 Memory 61 % free Disk 150 MB free nearly full Up 3d 4h$/,
    );
    match(html, /\/host\.css\?/);
  }
  for (const [services, path] of [[site(false), "/"], [site(true), "/?wall"]] as const) {
    doesNotMatch(
      await (await serving(services).ask(path)).text(),
      /host-line|host\.css|HostNow|celsius/,
      path,
    );
  }
});

Deno.test("the system page shows every measure, those that nobody tells too, and since when servers run", async () => {
  const html = await (await serving(site(false, "admin")).ask("/admin/system")).text();
  match(
    words(html),
    /The machine CPU 66 °C warm Load 0\.50, 0\.42, 0\.30 in 1, 5 and 15 min, 4 processors easy Memory 610 MB of 1\.0 GB free enough Disk 150 MB of 32 GB free nearly full Up 3d 4h The last/,
  );
  match(words(html), /Asterisk 22\.10\.1, app_rpt 3\.10\.4, up since 2026-02-12 10:30:00 UTC/);
});
