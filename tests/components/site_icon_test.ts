import { strictEqual } from "node:assert/strict";
import { SITE_ICON } from "../../components/site_icon.ts";

Deno.test("SITE_ICON holds the picture of static/icon.svg", async () => {
  const file = await Deno.readTextFile(new URL("../../static/icon.svg", import.meta.url));
  const drawn = file.trim().replaceAll(/>\s+</g, "><").replaceAll(" />", "/>").replaceAll('"', "'");
  strictEqual(SITE_ICON, `data:image/svg+xml,${drawn.replaceAll("#", "%23")}`);
});
