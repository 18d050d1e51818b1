import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { chromium, type Page } from "playwright-core";
import { buildSite } from "./site.ts";

const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Opens a page of the built site in a real browser and gives what the browser complained about. */
async function inBrowser(
  path: string,
  use: (page: Page, complaints: string[]) => Promise<void>,
): Promise<void> {
  await using site = await buildSite();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, site.app.handler());
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: BROWSER_ARGS });
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => void complaints.push(message.text()));
    page.on("pageerror", (error) => void complaints.push(error.message));
    await page.goto(`http://127.0.0.1:${server.addr.port}${path}`);
    await use(page, complaints);
    deepStrictEqual(site.errors, []);
  } finally {
    await browser.close();
    await server.shutdown();
  }
}

// docs/latest/concepts/islands.md, docs/latest/concepts/signals.md ("Passing signals as props")
Deno.test("islands come alive under a policy without inline code and share a signal", async () => {
  await inBrowser("/?start=4", async (page, complaints) => {
    await page.waitForSelector("#one.live");
    await page.waitForSelector("#two.live");
    await page.click("#one button");
    await page.click("#two button");
    strictEqual(await page.textContent("#one output"), "6");
    strictEqual(await page.textContent("#two output"), "6");
    strictEqual(await page.textContent("#two b"), "12");
    strictEqual(await page.title(), "Count 6");
    strictEqual(await page.locator("section").count(), 2);
    deepStrictEqual(complaints, []);
  });
});
