import { deepStrictEqual, ok } from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { type ServerProcess, startServer } from "../support/server_process.ts";
import { violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";

const ROOT = new URL("../..", import.meta.url).pathname;

const WIDTHS = [360, 768, 1440] as const;

/** Where photographs of every plate go; none are taken where it is not set. */
const PHOTOS = Deno.env.get("PHOTOS");

/** Runs `act` with a browser and the plates shown, and ends both whatever happens. */
async function atPlates(act: (url: string, browser: Browser) => Promise<void>): Promise<void> {
  const args = ["run", "-A", "--config", `${ROOT}deno.json`, `${ROOT}main.ts`, "--demo", "--port", "0"];
  let server: ServerProcess | null = null;
  let browser: Browser | null = null;
  try {
    browser = await launchChromium();
    server = await startServer({ command: Deno.execPath(), args, env: { NEXUS_DEV: "1" } });
    await act(`${server.url}styleguide`, browser);
  } finally {
    await browser?.close();
    server?.signal("SIGTERM");
    await server?.exited;
    await server?.dispose();
  }
}

async function plateNames(page: Page, url: string): Promise<readonly string[]> {
  await page.goto(url);
  return await page.locator(".plates a").allInnerTexts();
}

async function overflow(page: Page): Promise<number> {
  return Number(
    await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
  );
}

/** Fails where a plate is not sound in these colours. */
async function checkPlates(url: string, browser: Browser, colorScheme: "light" | "dark"): Promise<void> {
  const page = await browser.newPage({ colorScheme });
  const complaints: string[] = [];
  page.on("console", (message) => void complaints.push(message.text()));
  page.on("pageerror", (error) => void complaints.push(error.message));
  const names = await plateNames(page, url);
  ok(names.length >= 10, `only ${names.length} plates`);
  for (const name of names) {
    await page.goto(`${url}?plate=${name}`);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      ok(await overflow(page) <= 0, `${name} scrolls sideways at ${width} px`);
      if (PHOTOS) {
        await page.screenshot({ path: `${PHOTOS}/${name}-${width}-${colorScheme}.png`, fullPage: true });
      }
    }
    // What is told to assistive technology is the same in the dark; what can be read is not.
    deepStrictEqual(await violations(page, colorScheme === "light" ? "all" : "contrast"), [], name);
    if (colorScheme === "dark") continue;
    await page.setViewportSize({ width: 360, height: 800 });
    deepStrictEqual(await violations(page), [], `${name} at 360 px`);
  }
  deepStrictEqual(complaints, []);
}

Deno.test("every plate of the styleguide is sound at every width, light and dark", async () => {
  await atPlates(async (url, browser) => {
    await checkPlates(url, browser, "light");
    await checkPlates(url, browser, "dark");
  });
});

Deno.test("violations finds what is wrong with a page", async () => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.setContent('<main><img src="data:,"><p style="color: #aaa; background: #fff">pale</p></main>');
    const found = (await violations(page)).map(({ id }) => id);
    for (const id of ["image-alt", "color-contrast", "page-has-heading-one"]) {
      ok(found.includes(id), `${found}`);
    }
    deepStrictEqual((await violations(page, "contrast")).map(({ id }) => id), ["color-contrast"]);
  } finally {
    await browser.close();
  }
});
