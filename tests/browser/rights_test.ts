import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";
import { textOf, waitForNexus } from "./harness.ts";
import { withTruthSite } from "./truth_site.ts";

Deno.test("the page says what the AMI user lacks and what works all the same, live and as it is served", async () => {
  const bare = { AMI_USERNAME: "limited", AMI_PASSWORD: "limited" };
  await withTruthSite(bare, async ({ url }) => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
      await page.goto(url);
      await waitForNexus(page, "live");
      await page.waitForSelector(".notice");
      const words =
        /asterisk: the AMI user lacks write=command, add it in manager\.conf; links, talk and totals work/;
      match(await textOf(page, ".notice"), words);
      strictEqual(await page.locator(".notice").count(), 1);
      deepStrictEqual(await violations(page), []);
      const isWide = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
      strictEqual(await page.evaluate(isWide), false, "the notice makes the page wider than the screen");
      const folder = Deno.env.get("PHOTOS");
      for (const width of folder ? [390, 1280] : []) {
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 800 });
          await page.screenshot({ path: `${folder}/rights-${width}-${colorScheme}.png` });
        }
      }
      const plain = await (await fetch(url)).text();
      match(plain.replaceAll(/<[^>]*>/g, ""), words);
    } finally {
      await browser.close();
    }
  });
});
