import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { eventually } from "../support/server_process.ts";
import { violations } from "./axe.ts";
import { onStage, waitForNexus } from "./harness.ts";

async function overflow(page: Page): Promise<number> {
  return Number(
    await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
  );
}

/** A word that moves by a few pixels because the one before it changed; a hundredth of what counts as good. */
const LEAST_SHIFT = 0.001;

/** Notes every shift of the layout that no input has caused, and every report of the page's policy. */
const WATCH = `
  const inItsPlace = (node) =>
    node instanceof SVGElement || node?.parentElement?.closest(".on-air, .activity, .links, svg");
  const name = (node) => (node?.className ?? node?.parentElement?.className ?? "") || node?.nodeName || "?";
  globalThis.shifts = [];
  globalThis.reports = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      // Rows go where their order wants them, words move in the lines that say who talks, and drawings are drawn anew.
      const moved = entry.sources.map(({ node }) => inItsPlace(node) ? "" : name(node));
      if (entry.hadRecentInput || entry.value < ${LEAST_SHIFT} || moved.every((each) => each === "")) continue;
      globalThis.shifts.push(entry.value.toFixed(4) + " " + moved.join(", "));
    }
  }).observe({ type: "layout-shift", buffered: true });
  addEventListener("securitypolicyviolation", (event) => globalThis.reports.push(event.violatedDirective));
`;

/** Key edges of the demo that are watched. */
const WATCHED_EDGES = 1;

/** The demo's talkers take turns within this time. */
const LONGEST_TALK_MS = 60_000;

async function watchTraffic(page: Page): Promise<void> {
  const keyed = () =>
    page.locator('.link[data-keyed="yes"]').evaluateAll((rows) =>
      rows.map((row) => row.getAttribute("data-node")).join()
    );
  let before = await keyed();
  for (let edges = 0; edges < WATCHED_EDGES; edges++) {
    before = await eventually("a key edge", async () => {
      const now = await keyed();
      return now === before ? undefined : now;
    }, LONGEST_TALK_MS);
  }
}

/** Shifts while links key; begun anew where a link came or went meanwhile, which makes the page longer or shorter. */
async function shiftsUnderTraffic(page: Page): Promise<unknown> {
  const height = () => page.evaluate("globalThis.shifts.length = 0, document.documentElement.scrollHeight");
  for (;;) {
    const before = await height();
    await watchTraffic(page);
    const shifts = await page.evaluate("[...globalThis.shifts]");
    if (await height() === before) return shifts;
  }
}

Deno.test("the dashboard under live traffic: no block of the page shifts, no report of its policy, nothing for axe", async () => {
  await onStage(async ({ open }) => {
    const { page, complaints } = await open({ before: WATCH, viewport: { width: 1280, height: 900 } });
    await waitForNexus(page, "live");
    deepStrictEqual(await shiftsUnderTraffic(page), []);
    deepStrictEqual(await page.evaluate("globalThis.reports"), []);
    deepStrictEqual(await violations(page), []);
    await page.emulateMedia({ colorScheme: "dark" });
    deepStrictEqual(await violations(page, "contrast"), []);
    deepStrictEqual(complaints, []);
  });
});

Deno.test("the dashboard keeps its signs in forced colours, stands still where motion is unwanted, and fits zoom 400 %", async () => {
  await onStage(async ({ open }) => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } });
    await waitForNexus(page, "live");
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    strictEqual(await page.evaluate("matchMedia('(forced-colors: active)').matches"), true);
    await page.waitForSelector('.link[data-keyed="yes"]', { timeout: 20_000 });
    const lit = await page.evaluate(`(() => {
      const dot = document.querySelector('.link[data-keyed="yes"] .key-dot');
      const dark = document.querySelector('.link[data-keyed="no"] .key-dot');
      return [dot, dark].map((each) => getComputedStyle(each).backgroundColor);
    })()`);
    ok(Array.isArray(lit) && lit[0] !== lit[1], `lit and dark look the same: ${lit}`);
    strictEqual(
      await page.evaluate(
        "document.getAnimations().filter(({ playState }) => playState === 'running').length",
      ),
      0,
    );
    // 1,280 px at 400 % are 320 px wide and 225 high.
    await page.setViewportSize({ width: 320, height: 225 });
    ok(await overflow(page) <= 0, `scrolls sideways by ${await overflow(page)} px`);
    deepStrictEqual(await violations(page), []);
  });
});

Deno.test("the dashboard is worked by keyboard: every stop is seen, and the order is that of the page", async () => {
  await onStage(async ({ open }) => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } });
    await waitForNexus(page, "live");
    const expected = Number(
      await page.evaluate(
        `[...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
      .filter((each) => !each.disabled && each.checkVisibility()).length`,
      ),
    );
    ok(expected > 1, "there is nothing to stop at");
    for (let stop = 0; stop < Math.min(expected, 12); stop++) {
      await page.keyboard.press("Tab");
      await eventually("the focus to be seen", () =>
        page.evaluate<true | undefined>(`(() => {
          const at = document.activeElement;
          const { outlineStyle, boxShadow, stroke } = getComputedStyle(at);
          const box = at.getBoundingClientRect();
          const isSeen = [outlineStyle, boxShadow, stroke].some((each) => each !== "none");
          return at !== document.body && isSeen && box.bottom > 0 && box.width > 0 || undefined;
        })()`), 3_000);
    }
  });
});

/** Notes everything that a live region of the page ever said, and when. */
const LISTEN = `
  globalThis.said = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest("[aria-live], [role=status], [role=alert], [role=log], [role=timer]");
      if (region?.textContent) globalThis.said.push(region.textContent);
    }
  }).observe(document, { childList: true, characterData: true, subtree: true });
`;

/** What the accessibility tree holds of live regions: how pressing they are, and what is in them. */
async function liveRegions(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes.flatMap(({ properties = [], ignored }) => {
    const live = properties.find(({ name }) => name === "live")?.value.value;
    return ignored || typeof live !== "string" ? [] : [live];
  });
}

Deno.test("a screen reader is told of a link that keys once and politely, not every second", async () => {
  await onStage(async ({ open }) => {
    const { page } = await open({ before: LISTEN, viewport: { width: 1280, height: 900 } });
    await waitForNexus(page, "live");
    const said = () => page.evaluate<string[]>("globalThis.said");
    const told = await eventually("a word about who is on the air", async () => {
      return (await said()).findLast((text) => /on air|talk|key/i.test(text));
    }, 30_000);
    const before = (await said()).length;
    const shown = () => page.locator(".on-air-time").first().innerText();
    const seconds = new Set<string>();
    await eventually("the timers to count on", async () => {
      seconds.add(await shown().catch(() => ""));
      return seconds.size > 3 ? true : undefined;
    });
    const after = await said();
    ok(after.length - before < 3, `said in three seconds: ${after.slice(before).join(" / ")}`);
    ok(after.filter((text) => text === told).length < 3, `said again and again: ${told}`);
    for (const text of after) ok(!/\d:\d\d/.test(text), `a running time is said aloud: ${text}`);
    const regions = await liveRegions(page);
    ok(regions.length >= 1, "no live region in the accessibility tree");
    deepStrictEqual([...new Set(regions)], ["polite"]);
  });
});

Deno.test("the dashboard without JavaScript is for axe and the keyboard what it is with it", async () => {
  await onStage(async ({ open }) => {
    const { page } = await open({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    strictEqual(await page.locator('noscript meta[http-equiv="refresh"]').count(), 1);
    ok(await page.locator(".node").count() > 0);
    ok(await overflow(page) <= 0);
    await page.keyboard.press("Tab");
    strictEqual(await page.locator(".skip-link:focus").count(), 1);
  });
});
