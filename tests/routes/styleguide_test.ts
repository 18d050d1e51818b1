import { match, strictEqual } from "node:assert/strict";
import { fakeServices } from "../http/fake_services.ts";
import { serving } from "./serving.ts";

Deno.test("GET /styleguide is there in development only", async () => {
  for (const settings of [{}, { development: false }, { demo: true }]) {
    strictEqual((await serving(fakeServices(settings)).ask("/styleguide")).status, 404);
  }
  const { ask } = serving(fakeServices({ development: true }));
  const shown = await ask("/styleguide?plate=parts");
  strictEqual(shown.status, 200);
  match(await shown.text(), /data-ami="refused"/);
  strictEqual((await ask("/styleguide?plate=%3Cb%3E")).status, 404);
});
