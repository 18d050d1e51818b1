import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { eventually } from "../support/server_process.ts";
import { onStage, textOf, waitForNexus } from "./harness.ts";

const ground = (page: Page) => page.evaluate("getComputedStyle(document.body).backgroundColor");
const LIGHT = "rgb(243, 245, 247)";
const DARK = "rgb(13, 18, 24)";

Deno.test("settings hold at once and before the next page is painted, and stay in the browser", async () => {
  await onStage(async ({ open }) => {
    const { page, complaints } = await open({ colorScheme: "light", viewport: { width: 360, height: 740 } });
    await waitForNexus(page, "live");
    strictEqual(await ground(page), LIGHT);
    await page.click(".settings-open");
    const dialog = page.locator("dialog[open]");
    strictEqual(await dialog.evaluate((box) => box.contains(document.activeElement)), true);
    await dialog.getByLabel("Dark").check();
    strictEqual(await ground(page), DARK);
    await dialog.getByLabel("12 hours").check();
    await dialog.getByLabel("Time zone").selectOption("America/New_York");
    match(await textOf(page, "dialog[open]"), /It is now \d+:\d\d:\d\d (AM|PM) E[SD]T\./);
    await dialog.getByLabel("Sounds").check();
    const low = await dialog.locator("button, select, label, input[type=text]").evaluateAll((targets) =>
      targets.filter((target) => target.getBoundingClientRect().height < 44).map((target) => target.outerHTML)
    );
    deepStrictEqual(low.filter((html) => !html.includes('class="field"')), []);
    ok(Number(await page.evaluate("document.querySelector('dialog').scrollWidth")) <= 360);
    await page.keyboard.press("Escape");
    strictEqual(
      await page.evaluate("document.activeElement.className"),
      "button settings-open",
      "focus goes back",
    );
    match(String(await page.locator(".links time").first().getAttribute("title")), / (AM|PM) E[SD]T$/);
    await page.reload();
    strictEqual(await page.locator("html").getAttribute("data-theme"), "dark");
    strictEqual(await ground(page), DARK);
    await page.evaluate("localStorage.setItem('nexus.preferences.1', '{broken')");
    await page.reload();
    await waitForNexus(page, "live");
    strictEqual(await ground(page), LIGHT, "bad content is ignored");
    deepStrictEqual(complaints, []);
  });
});

Deno.test("keys work as shortcuts, never while something is typed, and not when switched off", async () => {
  await onStage(async ({ open }) => {
    const { page } = await open();
    await waitForNexus(page, "live");
    await page.keyboard.press("/");
    strictEqual(await page.evaluate("document.activeElement.type"), "search");
    await page.keyboard.type("t?");
    strictEqual(await page.locator("html").getAttribute("data-theme"), "system");
    strictEqual(await page.locator("dialog[open]").count(), 0);
    await page.locator("main input[type=search]").blur();
    await page.keyboard.press("t");
    strictEqual(await page.locator("html").getAttribute("data-theme"), "light");
    match(await textOf(page, ".word"), /^Theme: light$/);
    await page.keyboard.press("?");
    match(await textOf(page, "dialog[open]"), /g then h\s+Go to the dashboard/);
    await page.keyboard.press("Escape");
    await page.keyboard.press(",");
    await page.locator("dialog[open]").getByLabel("Single keys as shortcuts").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("t");
    await page.keyboard.press("?");
    strictEqual(await page.locator("dialog[open]").count(), 0);
    strictEqual(await page.locator("html").getAttribute("data-theme"), "light");
  });
});

/** Stands in for the desktop: keeps what would be shown. */
const FAKE_NOTIFICATIONS = `
  globalThis.shown = [];
  globalThis.asked = 0;
  class FakeNotification extends EventTarget {
    static permission = 'default';
    static requestPermission() { asked++; this.permission = 'granted'; return Promise.resolve('granted'); }
    constructor(title) { super(); shown.push(title); }
  }
  globalThis.Notification = FakeNotification;
  navigator.serviceWorker.getRegistration = () => Promise.resolve(undefined);
`;

Deno.test("the tab shows activity, and the desktop is asked for only by a click and then called", async () => {
  await onStage(async ({ open }) => {
    const { page, complaints } = await open({ before: FAKE_NOTIFICATIONS });
    await waitForNexus(page, "live");
    await eventually(
      "activity in the tab",
      async () => /^(▲ TX|▼ RX) · /.test(await page.title()) || undefined,
    );
    match(
      String(await page.locator("link[rel=icon]").getAttribute("href")),
      /^\/icon-(transmitting|receiving)\.svg\?/,
    );
    strictEqual(await page.evaluate("asked"), 0, "not by itself");
    await page.click(".settings-open");
    await page.locator("dialog[open]").getByLabel("Desktop notifications").check();
    await page.locator("dialog[open]").getByLabel("Talk is news after").waitFor();
    strictEqual(await page.evaluate("asked"), 1);
    strictEqual(await page.evaluate("shown.length"), 0, "what goes on already is no news");
    deepStrictEqual(complaints, []);
  });
});

Deno.test("without Nexus there is an honest page, and it leads back by itself", async () => {
  await onStage(async ({ open, site }) => {
    const { page } = await open();
    await waitForNexus(page, "live");
    await page.waitForFunction("navigator.serviceWorker.controller !== null");
    const cached = await page.evaluate(`(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map((request) => new URL(request.url).pathname);
    })()`);
    ok(Array.isArray(cached) && cached.length > 0);
    deepStrictEqual(
      cached.filter((path) => path === "/" || /^\/(api|ws|health)/.test(path)),
      [],
      "nothing live is kept",
    );
    await site.stop();
    await page.reload();
    match(await textOf(page, "main"), /^Nexus cannot be reached\s+Last heard \d+ s ago, at .+\./);
    match(await textOf(page, "#next"), /shows nothing live\. (Next try in \d s|Trying now)\.$/);
    strictEqual(await page.locator(".node").count(), 0);
    await site.start();
    await waitForNexus(page, "live");
    ok(await page.locator(".node").count() > 0);
  });
});
