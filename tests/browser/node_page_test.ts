import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { eventually } from "../support/server_process.ts";
import { violations } from "./axe.ts";
import { onStage, type Stage, textOf, waitForNexus } from "./harness.ts";

const NODE = "990010";

/** Goes from the dashboard to a node's page, as a viewer does, once the server has read the node. */
async function toNodePage(page: Page, { site }: Stage): Promise<void> {
  await eventually("the node to be read", async () => {
    const { data } = await (await fetch(`${site.url}api/nodes/${NODE}/detail`)).json();
    return data.flags?.transmitter === "enabled" && data.counters !== null ? true : undefined;
  });
  await page.locator(`a.node-page-link:text-is("${NODE}")`).click();
  await page.waitForURL(`**/nodes/${NODE}`);
}

/** Whether a page scrolls sideways. */
function overflows(page: Page): Promise<boolean> {
  return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
}

Deno.test("the page of a node goes live, breaks no rule of accessibility, and is complete without JavaScript", async () => {
  await onStage(async (stage) => {
    await goesLive(stage);
    await needsNoScript(stage);
  });
});

async function goesLive(stage: Stage): Promise<void> {
  const { page, complaints } = await stage.open({
    viewport: { width: 1280, height: 900 },
    timezoneId: "Asia/Kolkata",
    locale: "en-GB",
  });
  await waitForNexus(page, "live");
  await toNodePage(page, stage);
  await waitForNexus(page, "live");
  match(await page.title(), /Node 990010 /);
  const asRendered = await historyAsOf(page);
  match(await textOf(page, ".status-facts"), /Transmitter\s+Enabled/);
  strictEqual(await page.locator(".node").count(), 1);
  const edge = async () => (await page.locator('.link[data-keyed="yes"]').allInnerTexts()).length;
  await eventually("somebody who talks", async () => await edge() > 0 || undefined);
  strictEqual(await page.locator(".node").count(), 1, "messages of other nodes bring no other card");
  await eventually(
    "the tab to show activity",
    async () => /^[▲▼] [TR]X · Node 990010 /.test(await page.title()) || undefined,
  );
  match(await textOf(page, '[aria-labelledby="history"] .as-of'), /Times in GMT\+5:30, days in UTC/);
  match(asRendered, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  await searches(page);
  await eventually(
    "a transmission that ended to be in the history",
    async () => await historyAsOf(page) > asRendered || undefined,
  );
  for (const width of [1280, 768, 320]) {
    await page.setViewportSize({ width, height: 740 });
    strictEqual(await overflows(page), false, `scrolls sideways at ${width} px`);
  }
  deepStrictEqual(await violations(page), []);
  await page.emulateMedia({ colorScheme: "dark" });
  deepStrictEqual(await violations(page, "contrast"), []);
  await page.locator(".crumbs a").click();
  await page.waitForURL(stage.site.url);
  deepStrictEqual(complaints, []);
}

/** Up to when the history on the page is. */
function historyAsOf(page: Page): Promise<string> {
  return textOf(page, '[aria-labelledby="history"] .as-of time');
}

/** Finds a node by the keyboard; the address says so, and what comes meanwhile does not undo it. */
async function searches(page: Page): Promise<void> {
  const counts = () => textOf(page, ".network-counts");
  const search = () => new URL(page.url()).search;
  await page.keyboard.press("/");
  await page.keyboard.type("990020");
  match(await counts(), /^1 of \d+ found for “990020”/);
  strictEqual(search(), "?q=990020");
  await page.locator('.sort-link:text("Node")').click();
  strictEqual(new URLSearchParams(search()).get("q"), "990020", "the order of the links leaves it alone");
  const link = await page.locator(".tree-link").first().evaluate((element) => {
    const { height, width } = getComputedStyle(element, "::after");
    return Math.min(Number.parseFloat(height), Number.parseFloat(width));
  });
  ok(link >= 44, `a target of ${link} px`);
  await page.locator(".network-search input").press("Escape");
  match(await counts(), /^\d+ nodes: \d+ at hop 1/);
  strictEqual(new URLSearchParams(search()).get("q"), null);
}

async function needsNoScript(stage: Stage): Promise<void> {
  const { page, complaints } = await stage.open({ javaScriptEnabled: false });
  await toNodePage(page, stage);
  ok(await page.locator("tr.link").count() >= 5, "links are missing");
  match(await textOf(page, ".network-counts"), /\d+ nodes: \d+ at hop 1, \d+ at hop 2, \d+ further away/);
  await page.locator('input[name="q"]').fill("990020");
  await page.locator(".network-search button").click();
  await page.waitForURL("**/nodes/990010?q=990020#network");
  match(await textOf(page, ".network-counts"), /^1 of \d+ found for “990020”/);
  await page.locator('.tree a:text-is("990020")').click();
  await page.waitForURL("**/nodes/990020");
  match(await page.title(), /Node 990020/);
  deepStrictEqual(complaints, []);
}
