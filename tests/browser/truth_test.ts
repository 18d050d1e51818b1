import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { type Browser, type BrowserContextOptions, chromium, type Page, type Request } from "playwright-core";
import { eventually } from "../support/server_process.ts";
import { findChromium, launchChromium } from "./chromium.ts";
import { dialledWithin, NOTE_DIALS } from "./dials.ts";
import { textOf, waitForNexus } from "./harness.ts";
import { type TruthSite, withTruthSite } from "./truth_site.ts";

/** Longer than that a page that comes back may not wait until it asks; what an answer takes is measured by the bench. */
const CATCH_UP_MS = 2_000;

/** Keeps what the page's live region says, and every way it stands with Nexus, from now on. */
const REMEMBER = `
  globalThis.said = [];
  globalThis.stood = [];
  const region = document.querySelector('[role="status"]');
  const badge = document.querySelector('[data-nexus]');
  const options = { childList: true, characterData: true, subtree: true };
  new MutationObserver(() => said.push(region.textContent)).observe(region, options);
  globalThis.awayMs = [];
  const stand = () => {
    const words = badge.innerText.replaceAll('\u00a0', ' ');
    stood.push(words);
    if (words.includes('Away')) awayMs.push(sincePlanMs());
  };
  new MutationObserver(stand).observe(badge, { attributes: true });
`;

/** Makes the page believe that it is hidden or shown. */
const setVisibility = (state: "hidden" | "visible") => `
  Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
`;

/** Longer than any stream lives without a word, in milliseconds. */
const ASLEEP_MS = 300_000;

/** Lets both clocks of the page jump, as after sleep, and tells it that it is looked at. */
const asleep = (lengthMs: number) => `
  const wall = Date.now, monotonic = performance.now.bind(performance);
  Date.now = () => wall() + ${lengthMs};
  performance.now = () => monotonic() + ${lengthMs};
  ${setVisibility("visible")}
`;

interface Open {
  readonly site: TruthSite;
  readonly page: Page;
  readonly browser: Browser;
}

/** Runs `act` with a site and a page of it. */
async function onPage(
  act: (open: Open) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
  context: BrowserContextOptions = {},
): Promise<void> {
  await withTruthSite(env, async (site) => {
    const browser = await launchChromium();
    try {
      const page = await (await browser.newContext(context)).newPage();
      await page.addInitScript(NOTE_DIALS);
      await page.goto(site.url);
      await act({ site, page, browser });
    } finally {
      await browser.close();
    }
  });
}

/** What the live region said that fits. */
async function saidOf(page: Page, about: string): Promise<unknown> {
  return await page.evaluate(`globalThis.said.filter((text) => text.includes(${JSON.stringify(about)}))`);
}

/** Waits until the page, which had to dial, is live again. */
async function isBack(page: Page): Promise<void> {
  await eventually("the page to come back", async () => {
    const isLive = await page.evaluate(`
      globalThis.stood.some((words) => words.includes('Reconnecting')) &&
      document.querySelector('[data-nexus]').dataset.nexus === 'live'
    `);
    return isLive === true || undefined;
  });
}

Deno.test("the page says that Asterisk is away and how old its nodes are, lets their times stand, and goes on", async () => {
  await onPage(async ({ site: { simulator }, page }) => {
    await waitForNexus(page, "live");
    await page.waitForSelector(".node");
    await page.evaluate(REMEMBER);
    simulator.server.shutdown({ cleanly: true, restart: false });
    await page.waitForSelector('[data-ami="retrying"]');
    await page.waitForSelector('.node[data-stale="yes"]');
    match(
      await textOf(page, '[data-ami="retrying"]'),
      /^\S+ Away for \d+ s\. (Next try in \d+ s|Trying now)$/,
    );
    strictEqual(await page.locator('[data-nexus="live"]').count(), 1, "Nexus itself is there");
    await eventually("its age", async () => {
      const text = await textOf(page, '.node[data-stale="yes"] .activity');
      return /^As of \d+ s ago\.\s+Asterisk .+ is away/.test(text) ? true : undefined;
    });
    // What was keyed when Asterisk went is put right once; after that nothing moves but the age itself.
    await eventually("times to stand still", async () => {
      const before = await page.locator(".links").allInnerTexts();
      const age = await textOf(page, "[data-ami]");
      await eventually("seconds to pass", async () => await textOf(page, "[data-ami]") !== age || undefined);
      await eventually("an age", async () => /for \d+ s/.test(await textOf(page, "[data-ami]")) || undefined);
      const after = await page.locator(".links").allInnerTexts();
      return before.join() === after.join() && before.join().includes("ago") ? true : undefined;
    });
    simulator.server.boot();
    await page.waitForSelector('[data-ami="connected"]');
    await page.waitForSelector('.node[data-stale="no"]');
    const said = await saidOf(page, "Server");
    ok(Array.isArray(said) && said.length === 2, `told of once each: ${said}`);
  });
});

Deno.test("the page says that a login was refused and what to do, and what cannot be reached", async () => {
  await onPage(async ({ page }) => {
    await page.waitForSelector('[data-ami="refused"]');
    match(await textOf(page, '[data-ami="refused"]'), /Login refused for \d+ s\. Next try in \d+ (s|min)/);
    match(await textOf(page, ".nothing"), /Asterisk refuses the login\. Check the user name and secret/);
  }, { AMI_PASSWORD: "wrong" });
  await onPage(async ({ page }) => {
    await page.waitForSelector('[data-ami="retrying"]');
    match(await textOf(page, ".nothing"), /Asterisk cannot be reached\. Nexus keeps trying/);
    await waitForNexus(page, "live");
    doesNotMatch(await page.locator("body").innerText(), /loading|please wait/i);
  }, { AMI_PORT: "1" });
});

Deno.test("the page says that Nexus is silent and how old it is, and takes it back", async () => {
  await onPage(async ({ site: { server }, page }) => {
    await waitForNexus(page, "live");
    await page.evaluate(REMEMBER);
    server.signal("SIGSTOP");
    await waitForNexus(page, "silent");
    match(
      await textOf(page, ".away-banner"),
      /^Nexus has said nothing for \d+ s\. What is shown may be old\.$/,
    );
    strictEqual(await page.locator(".dashboard").getAttribute("data-frozen"), "yes");
    match(await page.title(), /^✕ Offline/);
    server.signal("SIGCONT");
    await waitForNexus(page, "live");
    deepStrictEqual(await saidOf(page, "Nexus"), [
      "Nexus is silent, what is shown may be old",
      "Connected to Nexus, the page is live",
    ]);
    await eventually("the title to follow", async () => !/Offline/.test(await page.title()) || undefined);
  }, { HEARTBEAT_INTERVAL: "2s" });
});

Deno.test("the page says that nothing is recorded while the database fails, and tells once", async () => {
  await onPage(async ({ site: { server }, page }) => {
    await waitForNexus(page, "live");
    await page.evaluate(REMEMBER);
    const database = new DatabaseSync(`${server.directory}/data/nexus.db`);
    try {
      database.exec("BEGIN IMMEDIATE");
      const lookAgain = async (shown: number) => {
        await page.evaluate(setVisibility("visible"));
        return await page.locator('.notice[data-tone="bad"]').count() === shown ? true : undefined;
      };
      await eventually("the notice", () => lookAgain(1));
      match(await textOf(page, ".notice"), /^Not recorded for \d+ s: the live view goes on/);
      await eventually("a second to pass", async () => {
        return /for [2-9] s/.test(await textOf(page, ".notice")) ? true : undefined;
      });
      database.exec("ROLLBACK");
      await eventually("the notice to go", () => lookAgain(0));
    } finally {
      database.close();
    }
    deepStrictEqual(await page.evaluate("globalThis.said"), [
      "Not recorded, the database fails",
      "Recording to the database",
    ]);
  });
});

Deno.test("the page catches up within two seconds of a new network, and of being looked at again", async () => {
  await onPage(async ({ site: { network }, page }) => {
    await waitForNexus(page, "live");
    await page.evaluate(REMEMBER);
    network.forget();
    await page.context().setOffline(true);
    await page.context().setOffline(false);
    await isBack(page);
    match(
      String(await page.evaluate("globalThis.stood.find((words) => words.includes('Reconnecting'))")),
      /^Nexus Reconnecting\. (Trying now|Next try in \d+ s)$/,
    );
    await dialledWithin(page, CATCH_UP_MS, "a new network");
    await page.evaluate(setVisibility("hidden"));
    network.forget();
    await page.evaluate("globalThis.stood.length = 0; globalThis.loaded = 'once'");
    await page.evaluate(`beginPlan(); ${setVisibility("visible")}`);
    await isBack(page);
    await dialledWithin(page, CATCH_UP_MS, "being hidden");
    // Five minutes in which the machine slept: its clocks have gone on, its streams are dead, and nobody told the page.
    network.forget();
    await page.evaluate("globalThis.stood.length = 0");
    await page.evaluate(`beginPlan(); ${asleep(ASLEEP_MS)}`);
    await isBack(page);
    await dialledWithin(page, CATCH_UP_MS, "five minutes");
    const awayMs = await page.evaluate<readonly number[]>("globalThis.awayMs");
    ok(awayMs.every((ms) => ms >= CATCH_UP_MS), `told that Nexus is away after ${awayMs} ms`);
    strictEqual(await page.evaluate("globalThis.loaded"), "once", "without a reload");
  }, { HEARTBEAT_INTERVAL: "10s" });
});

Deno.test("the page comes out of the back-forward cache live, as it was", async () => {
  await withTruthSite({}, async ({ url }) => {
    const executablePath = await findChromium() ?? "";
    const ignoreDefaultArgs = ["--disable-back-forward-cache"];
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"], ignoreDefaultArgs });
    try {
      const page = await (await browser.newContext()).newPage();
      await page.addInitScript(NOTE_DIALS);
      // Chromium keeps no page that still waits for an answer; the stream itself is closed by the page when it is left.
      const asked = new Set<Request>();
      page.on("request", (request) => !request.url().includes("/api/events") && asked.add(request));
      page.on("requestfinished", (request) => asked.delete(request));
      page.on("requestfailed", (request) => asked.delete(request));
      await page.goto(url);
      await waitForNexus(page, "live");
      await page.evaluate(REMEMBER);
      // Nor one that its worker claims only when it is left already, as on a first visit that lasts a moment.
      await eventually(
        "the worker to have claimed the page",
        () => page.evaluate<true | undefined>("navigator.serviceWorker.controller ? true : undefined"),
      );
      await eventually("every answer to be there", () => Promise.resolve(asked.size === 0 || undefined));
      await page.evaluate("addEventListener('pageshow', (event) => globalThis.persisted = event.persisted)");
      await page.goto(new URL("offline.html", url).href);
      await page.goBack({ waitUntil: "commit" });
      await waitForNexus(page, "live");
      strictEqual(await page.evaluate("globalThis.persisted"), true, "it was kept");
      await dialledWithin(page, CATCH_UP_MS, "the cache");
      deepStrictEqual(await page.evaluate("globalThis.said"), [], "nothing to tell");
    } finally {
      await browser.close();
    }
  });
});

Deno.test("the page stays live and keeps its ages when the browser's clock jumps by hours", async () => {
  await onPage(async ({ page }) => {
    await waitForNexus(page, "live");
    await page.evaluate(REMEMBER);
    const before = await textOf(page, "[data-ami]");
    await page.evaluate("const real = Date.now; Date.now = () => real() + 5 * 3600_000");
    await page.evaluate(setVisibility("visible"));
    await eventually(
      "a second to pass",
      async () => (await textOf(page, "[data-ami]")) !== before || undefined,
    );
    match(await textOf(page, "[data-ami]"), /Connected for \d+ s$/);
    await waitForNexus(page, "live");
    deepStrictEqual(await page.evaluate("globalThis.said"), []);
  });
});
