import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { eventually } from "../support/server_process.ts";
import { violations } from "./axe.ts";
import { holds, onStage, textOf, waitForNexus } from "./harness.ts";

/** A screen that counts how often it is kept awake. */
const COUNT_WAKE_LOCKS = `
  globalThis.locks = { asked: 0, released: 0 };
  const request = async () => (locks.asked++, { release: async () => void locks.released++ });
  Object.defineProperty(navigator, "wakeLock", { value: { request } });
`;

async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`measure, not to be seen: ${selector}`);
  return box;
}

async function overflow(page: Page): Promise<number> {
  const width = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
  return Number(await page.evaluate(width));
}

/** Waits until the strip says something else than before, and gives it. */
async function nextStrip(page: Page): Promise<string> {
  const before = await textOf(page, ".on-air");
  return await eventually("the strip to change", async () => {
    const now = await textOf(page, ".on-air");
    return now === before ? undefined : now;
  });
}

Deno.test("the strip stays on top at one height, counts live, and is told to nobody by the second", async () => {
  await onStage(async ({ open }) => {
    const { page, complaints } = await open({ viewport: { width: 390, height: 700 } });
    await waitForNexus(page, "live");
    const { height } = await boxOf(page, ".on-air");
    await page.evaluate("scrollTo(0, 600)");
    await eventually("the strip to stick", async () => (await boxOf(page, ".on-air")).y === 0 || undefined);
    match(await nextStrip(page), /^(On air|Quiet)/);
    for (const width of [1280, 768, 390, 320]) {
      await page.setViewportSize({ width, height: 700 });
      const box = await boxOf(page, ".on-air");
      ok(box.height === (width > 720 ? 64 : height), `another height at ${width} px: ${box.height}`);
      ok(await overflow(page) <= 0, `scrolls sideways at ${width} px`);
    }
    strictEqual(
      await page.locator(".on-air [aria-live], .on-air[aria-live], .on-air [role=status]").count(),
      0,
    );
    strictEqual(await page.locator('[data-news="on-air"][aria-live="polite"]').count(), 1);
    await eventually("somebody to be told", async () => {
      const text = await textOf(page, '[data-news="on-air"]');
      return /^On air: .* on \d+/.test(text) && !/\d:\d\d/.test(text) ? true : undefined;
    });
    deepStrictEqual(complaints, []);
  });
});

/** The smallest words of a wall, in pixels, and where the lowest thing on it ends, as a part of its height. */
const WALL = `(() => {
  const sizes = [...document.querySelectorAll("main :not(.sr-only)")].filter((each) =>
    each.checkVisibility() && !each.closest(".sr-only") &&
    [...each.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim() !== "")
  ).map((each) => parseFloat(getComputedStyle(each).fontSize));
  const ends = [...document.querySelectorAll(".panel, .node")].map((each) => each.getBoundingClientRect().bottom);
  return [Math.min(...sizes), Math.max(...ends) / innerHeight, document.documentElement.scrollHeight / innerHeight];
})()`;

/** Nothing on a wall is smaller than a seventieth of its width, and all of it is used. */
async function fillsEveryWall(page: Page): Promise<void> {
  for (const [width, height] of [[1280, 720], [3840, 2160], [1080, 1920]] as const) {
    await page.setViewportSize({ width, height });
    const [smallest = 0, end, length] = await page.evaluate<number[]>(WALL);
    ok(smallest >= width / 70, `words of ${smallest} px at ${width} px by ${height} px`);
    ok(end !== undefined && end > 0.95 && end <= 1, `the wall ends at ${end} of ${height} px`);
    ok(length !== undefined && length <= 1, `nobody scrolls a wall of ${length} screens`);
  }
  await page.setViewportSize({ width: 1920, height: 1080 });
}

Deno.test("the wall shows one node large, live and without controls, and keeps the screen awake, and says when Nexus is away", async () => {
  await onStage(async ({ open, site }) => {
    const { page, complaints } = await open({
      viewport: { width: 1920, height: 1080 },
      before: COUNT_WAKE_LOCKS,
    });
    await waitForNexus(page, "live");
    strictEqual(await page.evaluate("locks.asked"), 0, "only a wall keeps the screen awake");
    // The node of the demo through which most of its talk comes.
    const nodeId = "990010";
    const streams: string[] = [];
    page.on("websocket", (socket) => void streams.push(socket.url()));
    await page.addInitScript(`
      globalThis.removed = 0;
      new MutationObserver((changes) => {
        for (const { removedNodes } of changes) removed += [...removedNodes].filter((node) => node.localName === "section").length;
      }).observe(document, { subtree: true, childList: true });
    `);
    await page.goto(`${site.url}?wall&node=${nodeId}`);
    await holds(page, "globalThis.locks?.asked === 1");
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await holds(page, "locks.asked === 2 && locks.released === 1");
    strictEqual(await page.locator(".node").count(), 1);
    strictEqual(await page.evaluate("removed"), 0, "what the server rendered stays");
    ok(streams.some((url) => new URL(url).searchParams.get("node") === nodeId), `streams of all: ${streams}`);
    // Nobody may be on the air just then; the demo's talkers take turns.
    const size = await eventually("somebody on the air", () =>
      page.evaluate<number | undefined>(`(() => {
        const name = document.querySelector(".on-air .callsign");
        return name ? parseFloat(getComputedStyle(name).fontSize) : undefined;
      })()`));
    ok(size >= 60, `a callsign of ${size} px`);
    const strip = await boxOf(page, ".on-air");
    strictEqual(strip.y, 0);
    ok(await overflow(page) <= 0, "scrolls sideways");
    const controls = page.locator("a, button, input, select, summary").filter({ visible: true });
    strictEqual(await controls.count(), 0, "a wall has no controls");
    strictEqual(await page.locator(".site-head, .site-foot, .connections, .side, table").count(), 0);
    notStrictEqual(await nextStrip(page), "");
    strictEqual((await boxOf(page, ".on-air")).height, strip.height);
    deepStrictEqual(await violations(page), []);
    await fillsEveryWall(page);
    deepStrictEqual(complaints, []);
    await site.stop();
    await page.waitForSelector('.on-air[data-on-air="stale"]', { timeout: 60_000 });
    match(await textOf(page, ".on-air"), /^Not live\s+as of \d+ s ago/);
    // Another build comes back: the page is loaded anew, which nobody else would do.
    await page.evaluate("globalThis.loaded = 'once'");
    const isAsked = (url: URL) => url.searchParams.has("wall");
    const asked = page.waitForRequest((request) =>
      isAsked(new URL(request.url())) && !request.isNavigationRequest()
    );
    await page.route(
      isAsked,
      (route, request) =>
        request.isNavigationRequest()
          ? route.continue()
          : route.fulfill({ body: "<title>Another build</title>" }),
    );
    await site.start();
    await asked;
    await holds(page, "globalThis.loaded === undefined && document.querySelector('.wall-node') !== null");
  });
});
