import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { eventually } from "../support/server_process.ts";
import { violations } from "./axe.ts";
import { onStage, waitForNexus } from "./harness.ts";

async function overflow(page: Page): Promise<number> {
  return Number(
    await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
  );
}

/** Notes every shift of the layout that no input has caused, and every report of the page's policy. */
const WATCH = `
  const classOf = (element) => element?.getAttribute?.("class") ?? "";
  const name = (node) => classOf(node) || classOf(node?.parentElement) || (node?.nodeName ?? "?");
  globalThis.reports = [];
  const shifts = [];
  const note = (entries) => {
    for (const entry of entries) {
      if (entry.hadRecentInput || entry.value === 0) continue;
      shifts.push(entry.value.toFixed(5) + " " + entry.sources.map(({ node }) => name(node)).join(", "));
    }
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  /** All since it was called last. */
  globalThis.takeShifts = () => (note(observer.takeRecords()), shifts.splice(0));
  addEventListener("securitypolicyviolation", (event) => globalThis.reports.push(event.violatedDirective));
`;

/** Key edges of the demo that are watched. */
const WATCHED_EDGES = 1;

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
    });
  }
}

/** Shifts while links key; begun anew where a link came or went meanwhile, which makes the cards longer or shorter. */
async function shiftsUnderTraffic(page: Page): Promise<unknown> {
  const height = () =>
    page.evaluate("globalThis.takeShifts(), document.querySelector('.nodes').scrollHeight");
  // What the test itself has changed is drawn, and told of, first.
  for (let frame = 0; frame < 3; frame++) {
    await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0)))");
  }
  for (;;) {
    const before = await height();
    await watchTraffic(page);
    const shifts = await page.evaluate("globalThis.takeShifts()");
    if (await height() === before) return shifts;
  }
}

/** Black on white whatever the theme, without what can only be clicked, and with the time as of which it is. */
async function isReadOnPaper(page: Page): Promise<void> {
  const before = await page.evaluate("document.querySelector('.print-time time').textContent");
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  await page.emulateMedia({ media: "print" });
  const said = (await page.locator(".print-time").innerText()).replaceAll("\u00a0", " ");
  match(said, /^As of \d{4}-\d\d-\d\d \d+:\d\d:\d\d( [AP]M)? UTC$/);
  notStrictEqual(said, `As of ${before}`, "as of when it was loaded");
  strictEqual(await page.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)");
  const clicked = page.locator(".settings-open, .link-filter, .timeline-spans, .site-link, .link-open");
  strictEqual(await clicked.filter({ visible: true }).count(), 0);
  await page.emulateMedia({ media: "screen" });
}

Deno.test("the dashboard under live traffic: nothing on the page shifts, no report of its policy, nothing for axe", async () => {
  await onStage(async ({ open }) => {
    const { page, complaints } = await open({ before: WATCH, viewport: { width: 1280, height: 900 } });
    await waitForNexus(page, "live");
    deepStrictEqual(await shiftsUnderTraffic(page), []);
    deepStrictEqual(await violations(page), []);
    // The same as cards.
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator(".node").first().scrollIntoViewIfNeeded();
    deepStrictEqual(await shiftsUnderTraffic(page), [], "of cards");
    deepStrictEqual(await page.evaluate("globalThis.reports"), []);
    await page.emulateMedia({ colorScheme: "dark" });
    deepStrictEqual(await violations(page, "contrast"), []);
    await isReadOnPaper(page);
    deepStrictEqual(complaints, []);
  });
});

Deno.test("the dashboard keeps its signs in forced colours, stands still where motion is unwanted, and fits zoom 400 %", async () => {
  await onStage(async ({ open }) => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } });
    await waitForNexus(page, "live");
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    strictEqual(await page.evaluate("matchMedia('(forced-colors: active)').matches"), true);
    const lit = await eventually(
      "a link that is keyed beside one that is not",
      () =>
        page.evaluate<readonly string[] | undefined>(`(() => {
        const dot = document.querySelector('.link[data-keyed="yes"] .key-dot');
        const dark = document.querySelector('.link[data-keyed="no"] .key-dot');
        return dot && dark ? [dot, dark].map((each) => getComputedStyle(each).backgroundColor) : undefined;
      })()`),
    );
    ok(lit[0] !== lit[1], `lit and dark look the same: ${lit}`);
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

/** Everything that takes the focus, in the order of the page. */
const STOPS = `[...document.querySelectorAll("a[href], button, input, select, summary, .timeline-cursor")]
  .filter((each) => !each.disabled && each.type !== "hidden" && each.checkVisibility() && each.tabIndex >= 0)`;

/** Notes the stops of the page as it is, and how long it is; gives how many there are. */
const HOLD = `(() => {
  globalThis.held = { stops: ${STOPS}, height: document.documentElement.scrollHeight };
  return globalThis.held.stops.length;
})()`;

/** Where the focus is, once it can be seen: its place among the stops, and what is wrong with it. */
const FOCUSED = `(() => {
  const { stops, height } = globalThis.held;
  const now = ${STOPS};
  const isAnother = document.documentElement.scrollHeight !== height || now.length !== stops.length ||
    now.some((each, place) => each !== stops[place]);
  if (isAnother) return { isAnother };
  const at = document.activeElement;
  const { outlineStyle, boxShadow, stroke } = getComputedStyle(at);
  const isSeen = [outlineStyle, boxShadow, stroke].some((each) => each !== "none");
  const box = at.getBoundingClientRect();
  if (at === document.body || !isSeen || box.width === 0) return undefined;
  const strip = document.querySelector(".on-air").getBoundingClientRect();
  const isHidden = box.bottom <= 0 || box.top >= innerHeight || (strip.top <= 0 && box.top >= 0 && box.bottom < strip.bottom);
  return { isAnother, place: stops.indexOf(at), isHidden, html: at.outerHTML.slice(0, 120) };
})()`;

interface Focus {
  /** Whether something came or went since the stops were counted. */
  readonly isAnother: boolean;
  readonly place: number;
  readonly isHidden: boolean;
  readonly html: string;
}

/** The places that the focus takes from the top of the page to its last stop; `null` where something came or went meanwhile. */
async function tabThrough(page: Page): Promise<{ seen: number[]; count: number } | null> {
  const count = Number(await page.evaluate(HOLD));
  const seen: number[] = [];
  while (seen.length < count) {
    await page.keyboard.press("Tab");
    const focused = await eventually("the focus to be seen", () => page.evaluate<Focus | undefined>(FOCUSED));
    if (focused.isAnother) return null;
    ok(!focused.isHidden, `out of sight: ${focused.html}`);
    seen.push(focused.place);
  }
  return { seen, count };
}

Deno.test("the whole dashboard is worked by keyboard: every stop is seen, in the order of the page", async () => {
  await onStage(async ({ open, site }) => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } });
    await waitForNexus(page, "live");
    // Rows that took other places meanwhile would change the order; the filter keeps one link.
    const [number = ""] = await page.locator(".link-number").allTextContents();
    const { seen, count } = await eventually("a page that stays as it is", async () => {
      await page.goto(`${site.url}?filter=${number}`);
      await waitForNexus(page, "live");
      return await tabThrough(page) ?? undefined;
    });
    ok(count > 20, `only ${count} stops`);
    deepStrictEqual(seen, Array.from({ length: count }, (_, place) => place));
  });
});

/** Controls whose area, as far as a finger reaches it, is less than 44 by 44 pixels. */
const SMALL_TARGETS = `(() => {
  const ENOUGH = 44, REACH = 60;
  const reach = (isOwn) => { let length = 0; while (length < REACH && isOwn(length + 1)) length++; return length; };
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")].flatMap((each) => {
    // What is out of sight until it is focused, or only for assistive technology, is not touched.
    if (!each.checkVisibility() || each.closest(".skip-link, thead:not(:focus-within)") && innerWidth < 700) return [];
    if (each.matches(".skip-link")) return [];
    const target = each.closest("label, tr.link") ?? each;
    target.scrollIntoView({ block: "center" });
    const box = (target === each ? each : target).getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const owns = (left, top) => target.contains(document.elementFromPoint(left, top));
    const width = reach((step) => owns(x - step, y)) + reach((step) => owns(x + step, y)) + 1;
    const height = reach((step) => owns(x, y - step)) + reach((step) => owns(x, y + step)) + 1;
    return owns(x, y) && width >= ENOUGH && height >= ENOUGH ? [] : [width + "x" + height + " " + each.outerHTML.slice(0, 100)];
  });
})()`;

Deno.test("every control is large enough to be hit, on a phone and on a desk", async () => {
  await onStage(async ({ open, site }) => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    await waitForNexus(page, "live");
    for (const path of ["", "?node=990010", "lookup?q=9900"]) {
      await page.goto(site.url + path);
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 844 });
        deepStrictEqual(await page.evaluate(SMALL_TARGETS), [], `/${path} at ${width} px`);
      }
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
    });
    const before = (await said()).length;
    const beganMs = performance.now();
    const shown = () => page.locator(".on-air-time").first().innerText();
    const seconds = new Set<string>();
    await eventually("the timers to count on", async () => {
      seconds.add(await shown().catch(() => ""));
      return seconds.size > 3 ? true : undefined;
    });
    const after = await said();
    // Three seconds, or what a busy machine made of them.
    const most = 3 * Math.max(1, (performance.now() - beganMs) / 3_500);
    ok(after.length - before < most, `said in three seconds: ${after.slice(before).join(" / ")}`);
    ok(after.filter((text) => text === told).length < most, `said again and again: ${told}`);
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
