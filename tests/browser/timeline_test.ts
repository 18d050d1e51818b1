import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { eventually } from "../support/server_process.ts";
import { onStage, textOf, waitForNexus } from "./harness.ts";

/** How far the drawing of the first node has moved. */
async function shift(page: Page): Promise<number> {
  const transform = await page.locator(".timeline-moving").first().getAttribute("transform");
  return Number(/translate\((-?[\d.]+) 0\)/.exec(transform ?? "")?.[1]);
}

/** Waits until the first node's drawing has a bar in some lane, and one to go to from there. */
async function someTalk(page: Page): Promise<void> {
  await eventually("two talks", async () => {
    const paths = await page.locator(".timeline-bars").evaluateAll((bars) =>
      bars.map((bar) => bar.getAttribute("d")?.split("M").length ?? 0)
    );
    return paths.some((count) => count > 2) || undefined;
  });
}

/** Counts how often the drawings are moved, until that is twice at least and some seconds; gives how often and in how many milliseconds. */
const WATCH = `new Promise((done) => {
  const beganMs = performance.now();
  let moves = 0;
  const watch = new MutationObserver((records) => moves += records.length);
  const options = { subtree: true, attributeFilter: ["transform"] };
  watch.observe(document.querySelector(".timeline"), options);
  const look = setInterval(() => {
    const tookMs = performance.now() - beganMs;
    if (moves < 2 || tookMs < 4500) return;
    clearInterval(look);
    watch.disconnect();
    done([moves, tookMs]);
  }, 100);
})`;

Deno.test("the timeline grows live, and moves every other second by one attribute", async () => {
  await onStage(async ({ open }) => {
    const { page, complaints } = await open();
    const served = await (await page.reload())?.text() ?? "";
    await waitForNexus(page, "live");
    const lanes = (await page.locator(".timeline-name").allTextContents()).length;
    strictEqual(served.split('class="timeline-name"').length - 1, lanes, "as many lanes as the server gave");
    strictEqual(await page.locator(".timeline-names li:not(.timeline-name)").count(), 0, "each has a name");
    const before = await shift(page);
    const listed = () => page.locator(".timeline-list tbody").textContent();
    const loaded = await page.locator(".timeline-list tbody").count() > 0 ? await listed() : null;
    const drawn = () =>
      page.locator(".timeline-bars").evaluateAll((bars) => bars.map((bar) => bar.getAttribute("d")).join());
    const then = await drawn();
    await eventually("another bar", async () => (await drawn()) !== then || undefined);
    await eventually("time to move it", async () => (await shift(page)) < before || undefined);
    await page.locator(".timeline-list summary").click();
    await eventually("the list as of now", async () => (await listed()) !== loaded || undefined);
    const [moves = 0, tookMs = 0] = await page.evaluate<readonly number[]>(WATCH);
    const charts = await page.locator(".timeline-moving").count();
    ok(moves <= 12 * charts * tookMs / 4_500, `moved ${moves} times in ${tookMs} ms`);
    deepStrictEqual(complaints, []);
  });
});

Deno.test("the timeline is worked by keyboard and pointer, and Escape closes the times", async () => {
  await onStage(async ({ open }) => {
    const { page, complaints } = await open({ viewport: { width: 1280, height: 900 } });
    await waitForNexus(page, "live");
    await someTalk(page);
    const cursor = page.locator(".timeline-cursor").first();
    const tip = page.locator(".timeline-tip");
    strictEqual(await tip.count(), 0);
    await cursor.focus();
    match(await textOf(page, ".timeline-tip"), /\d:\d\d:\d\d/);
    match((await cursor.getAttribute("aria-label")) ?? "", /, (since )?\d+:\d\d:\d\d/);
    const first = await cursor.getAttribute("aria-label");
    for (const key of ["Home", "ArrowUp", "ArrowDown", "ArrowLeft", "End", "ArrowRight", "ArrowDown"]) {
      await page.keyboard.press(key);
      strictEqual(
        await page.evaluate("document.activeElement?.getAttribute('class')"),
        "timeline-cursor",
        key,
      );
    }
    ok(first, "it has a name");
    strictEqual(
      await page.locator(".timeline-cursor[tabindex='0']").count(),
      await page.locator(".timeline-cursor").count(),
    );
    await page.keyboard.press("Escape");
    strictEqual(await tip.count(), 0);
    ok(
      await page.evaluate("document.activeElement.classList.contains('timeline-cursor')"),
      "the focus stays",
    );
    await page.evaluate("document.activeElement.blur()");
    await hoverNewest(page);
    match(await textOf(page, ".timeline-tip"), /\d:\d\d:\d\d/);
    await page.keyboard.press("Escape");
    strictEqual(await tip.count(), 0, "closed from anywhere");
    await hoverNewest(page);
    await page.mouse.move(5, 5);
    strictEqual(await tip.count(), 0, "and by leaving");
    deepStrictEqual(complaints, []);
  });
});

/** Points at the right end of the lane of whoever the cursor is on. */
async function hoverNewest(page: Page): Promise<void> {
  const box = await page.locator(".timeline-cursor").first().evaluate((bar) => {
    const plot = bar.closest("svg")?.getBoundingClientRect();
    const { left, right, top, height } = bar.getBoundingClientRect();
    return {
      x: (Math.max(left, plot?.left ?? 0) + Math.min(right, plot?.right ?? 0)) / 2,
      y: top + height / 2,
    };
  });
  await page.mouse.move(box.x + 1, box.y);
  await page.mouse.move(box.x, box.y);
}

Deno.test("the timeline changes its span in place, keeps what else the address says, and tells times by tap", async () => {
  await onStage(async ({ open, site }) => {
    const { page, complaints } = await open({ hasTouch: true, viewport: { width: 390, height: 800 } });
    await page.goto(`${site.url}?node=990010&filter=Q`);
    await waitForNexus(page, "live");
    await page.evaluate("globalThis.stays = 1");
    await page.locator(".timeline-spans a", { hasText: "10" }).tap();
    await eventually(
      "the other span",
      async () => (await page.locator('.timeline-drawing[viewBox^="0 0 600 "]').count()) === 1 || undefined,
    );
    strictEqual(new URL(page.url()).search, "?node=990010&filter=Q&span=10");
    match(await textOf(page, "#talk-timeline"), /last 10 min/);
    strictEqual(await page.evaluate("globalThis.stays"), 1, "without a reload");
    strictEqual(await page.locator('.timeline-spans [aria-current="true"]').innerText(), "10\u00a0min");
    await someTalk(page);
    const at = await page.locator(".timeline-cursor").first().evaluate((bar) => {
      bar.scrollIntoView({ block: "center" });
      const plot = bar.closest("svg")?.getBoundingClientRect();
      const { right, top, height } = bar.getBoundingClientRect();
      return { x: Math.min(right, plot?.right ?? 0) - 2, y: top + height / 2 };
    });
    await page.touchscreen.tap(at.x, at.y);
    match(await textOf(page, ".timeline-tip"), /\d:\d\d:\d\d/);
    const box = await page.locator(".timeline-tip").boundingBox();
    ok(box && box.x >= 0 && box.x + box.width <= 390, "within the screen");
    await page.locator("#talk-timeline").tap(); // no link, wherever the page has scrolled to
    strictEqual(await page.locator(".timeline-tip").count(), 0, "a tap elsewhere closes it");
    for (const width of [320, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      const overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      ok(Number(overflow) <= 0, `scrolls sideways at ${width} px`);
    }
    deepStrictEqual(complaints, []);
  });
});

Deno.test("the timeline is drawn without JavaScript, with its list and its spans", async () => {
  await onStage(async ({ open, site }) => {
    await eventually(
      "talk",
      async () => (await (await fetch(site.url)).text()).includes("timeline-list") || undefined,
    );
    const { page } = await open({ javaScriptEnabled: false });
    ok(await page.locator(".timeline-bars").count() > 4, "lanes");
    strictEqual(await page.locator(".timeline-cursor").count(), 0, "nothing that does not work");
    await page.locator(".timeline-list summary").click();
    match(await textOf(page, ".timeline-list tbody"), /\d\d:\d\d:\d\d UTC/);
    await page.locator(".timeline-spans a", { hasText: "2" }).last().click();
    match(await textOf(page, "#talk-timeline"), /last 2 h/);
  });
});
