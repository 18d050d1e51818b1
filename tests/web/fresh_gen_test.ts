import { strictEqual } from "node:assert/strict";
import { manifestText } from "fresh/dev";
import { MANIFEST_PATHS } from "../../deploy/web_build.ts";

Deno.test("fresh.gen.ts lists the routes and islands there are; `deno task build` writes it", async () => {
  const committed = await Deno.readTextFile(`${MANIFEST_PATHS.root}/${MANIFEST_PATHS.manifest}`);
  strictEqual(committed, await manifestText(MANIFEST_PATHS));
});
