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

/** A plate by its name, and where it is shown. */
interface Shown {
  readonly name: string;
  readonly href: string;
}

async function platesAt(page: Page, url: string): Promise<readonly Shown[]> {
  await page.goto(url);
  return await page.locator(".plates a").evaluateAll((links) =>
    links.map((link) => ({ name: link.textContent ?? "", href: Reflect.get(link, "href") }))
  );
}

/** How much wider the page is than the window, and whether it is a wall that is longer. */
async function overflow(page: Page): Promise<readonly [number, boolean]> {
  return await page.evaluate<[number, boolean]>(`(() => {
    const { scrollWidth, scrollHeight, clientWidth } = document.documentElement;
    const isWall = document.body.dataset.view === "wall" && innerWidth > innerHeight;
    return [scrollWidth - clientWidth, isWall && scrollHeight > innerHeight];
  })()`);
}

/** Photographs of one plate at one width, where they are wanted. */
async function photograph(page: Page, name: string, width: number): Promise<void> {
  if (!PHOTOS) return;
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${PHOTOS}/${name}-${width}-${colorScheme}.png`, fullPage: true });
  }
}

/** Fails where a plate is not sound at some width, in the light or in the dark. */
async function checkPlate(page: Page, { name, href }: Shown): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(href);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const [tooWide, isTooLong] = await overflow(page);
    ok(tooWide <= 0, `${name} scrolls sideways at ${width} px`);
    ok(!isTooLong, `${name} is longer than its wall of ${width} px`);
    await photograph(page, name, width);
    if (width === 360) deepStrictEqual(await violations(page), [], `${name} at 360 px`);
  }
  deepStrictEqual(await violations(page), [], name);
  // What is told to assistive technology is the same in the dark; what can be read is not.
  await page.emulateMedia({ colorScheme: "dark" });
  deepStrictEqual(await violations(page, "contrast"), [], `${name} in the dark`);
}

/** Checks these plates on a page of its own, one after the other. */
async function checkPlates(browser: Browser, plates: readonly Shown[]): Promise<void> {
  const page = await (await browser.newContext()).newPage();
  const complaints: string[] = [];
  page.on("console", (message) => void complaints.push(message.text()));
  page.on("pageerror", (error) => void complaints.push(error.message));
  for (const plate of plates) await checkPlate(page, plate);
  deepStrictEqual(complaints, []);
}

Deno.test("every plate of the styleguide is sound at every width, light and dark", async () => {
  await atPlates(async (url, browser) => {
    const plates = await platesAt(await browser.newPage(), url);
    ok(plates.length >= 20, `only ${plates.length} plates`);
    // Two pages, as a page waits for its browser about half of the time.
    const halves = [0, 1].map((half) => plates.filter((_, index) => index % 2 === half));
    await Promise.all(halves.map((half) => checkPlates(browser, half)));
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
