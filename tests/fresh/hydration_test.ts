import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { launchChromium } from "../browser/chromium.ts";
import { buildSite } from "./site.ts";

interface Visit {
  readonly page: Page;
  /** What the browser wrote to its console or threw. */
  readonly complaints: string[];
  /** Path and query of every request. */
  readonly requests: string[];
}

/** Opens a page of the built site in a real browser; handlers and pages must not have thrown. */
async function inBrowser(path: string, use: (visit: Visit) => Promise<void>): Promise<void> {
  await using site = await buildSite();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, site.app.handler());
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const visit: Visit = { page, complaints: [], requests: [] };
    page.on("console", (message) => void visit.complaints.push(message.text()));
    page.on("pageerror", (error) => void visit.complaints.push(error.message));
    page.on("request", (request) => void visit.requests.push(request.url().replace(/^https?:\/\/[^/]+/, "")));
    await page.goto(`http://127.0.0.1:${server.addr.port}${path}`);
    await use(visit);
    deepStrictEqual(site.errors, []);
  } finally {
    await browser.close();
    await server.shutdown();
  }
}

// docs/latest/concepts/islands.md, docs/latest/concepts/signals.md ("Passing signals as props")
Deno.test("islands come alive under a policy without inline code and share a signal", async () => {
  await inBrowser("/?start=4", async ({ page, complaints, requests }) => {
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
    deepStrictEqual(requests.filter((path) => path.includes("dot.svg")).length, 1);
    deepStrictEqual(requests.length, new Set(requests).size, "something was loaded twice");
  });
});

// docs/latest/advanced/serialization.md
Deno.test("props reach the browser as they were, and text from outside runs nothing", async () => {
  await inBrowser("/echo", async ({ page, complaints }) => {
    await page.waitForSelector("ul.live");
    const items = await page.locator("li").allTextContents();
    strictEqual(items.length, 10);
    deepStrictEqual(items, await page.evaluate(itemsAsServed));
    strictEqual(items[4], "[object BigInt] 10");
    match(String(items[5]), /hacked/);
    strictEqual(await page.title(), "Site");
    deepStrictEqual(complaints, []);
  });
});

Deno.test("an island that fails or is nested wrongly is reported and leaves the others alone", async () => {
  await inBrowser("/broken", async ({ page, complaints }) => {
    await page.waitForSelector("#second:text('live')");
    deepStrictEqual(complaints.toSorted(), [
      "fails in the browser",
      "start an island, the browser moved its HTML because elements are nested wrongly: Echo",
    ]);
    strictEqual(await page.locator("ul.still").count(), 1);
  });
});

/** Runs in the browser: the list of the page as the server sends it. */
async function itemsAsServed(): Promise<(string | null)[]> {
  const html = await (await fetch(location.href)).text();
  const items = new DOMParser().parseFromString(html, "text/html").querySelectorAll("li");
  return Array.from(items, (item) => item.textContent);
}
