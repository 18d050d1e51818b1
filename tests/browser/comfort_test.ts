import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page, WebSocketRoute } from "playwright-core";
import type { StatusAnswer } from "../../lib/wire/mod.ts";
import { SETTLE_MS, tabIcon } from "../../lib/client/mod.ts";
import { eventually } from "../support/server_process.ts";
import { violations } from "./axe.ts";
import { holds, onStage, textOf, waitForNexus } from "./harness.ts";

const ground = (page: Page) => page.evaluate("getComputedStyle(document.body).backgroundColor");
/** A node is settled by then: what comes is news. Messages of the test are stamped so much later. */
const SETTLED_MS = SETTLE_MS + 1_000;

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
    deepStrictEqual(await violations(page), [], "the open settings");
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
    const titles = await page.locator(".links time[datetime]").evaluateAll((times) =>
      times.map((time) => time.getAttribute("title") ?? "")
    );
    ok(titles.length > 4);
    deepStrictEqual(
      titles.filter((title) => !/ (AM|PM) E[SD]T$/.test(title)),
      [],
      "every row, not only the busy ones",
    );
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
    deepStrictEqual(await violations(page), [], "the open list of shortcuts");
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
    const icon = String(await page.locator("link[rel=icon]").getAttribute("href"));
    ok([tabIcon("transmitting"), tabIcon("receiving")].includes(icon), icon);
    strictEqual(await page.evaluate("asked"), 0, "not by itself");
    await page.click(".settings-open");
    await page.locator("dialog[open]").getByLabel("Desktop notifications").check();
    await page.locator("dialog[open]").getByLabel("Talk is news after").waitFor();
    strictEqual(await page.evaluate("asked"), 1);
    strictEqual(await page.evaluate("shown.length"), 0, "what goes on already is no news");
    deepStrictEqual(complaints, []);
  });
});

/** What a link has that nobody ever talked through. */
const NEVER_HEARD = { current_tx: false, last_heard_at: null, last_tx_start: null, last_tx_end: null };

/** A viewer who wants to be called for one link, and has allowed it. */
const CALLED_FOR = (linkDown: boolean, quietHours: object | null) => ({
  alerts: {
    notifications: true,
    watches: [{ subject: "48999", talk: true, linkUp: true, linkDown }],
    quietHours,
  },
});

/** Lets the page draw what it was told. */
const DRAWN = "new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))";

/** Writes preferences as another tab would. */
const setPreferences = (preferences: unknown) => `
  localStorage.setItem("nexus.preferences.1", ${JSON.stringify(JSON.stringify(preferences))});
  dispatchEvent(new StorageEvent("storage", { key: "nexus.preferences.1" }));
`;

Deno.test("the desktop is called for what a viewer watches, and never in the hours that are to be quiet", async () => {
  await onStage(async ({ site, browser }) => {
    const page = await (await browser.newContext()).newPage();
    await page.addInitScript(FAKE_NOTIFICATIONS + "globalThis.Notification.permission = 'granted';");
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket("**/ws?*", (socket) => {
      socket.connectToServer();
      sockets.push(socket);
    });
    await page.goto(site.url);
    await waitForNexus(page, "live");
    await page.evaluate(setPreferences(CALLED_FOR(false, null)));
    const { data }: { data: StatusAnswer } = await (await fetch(`${site.url}api/status`)).json();
    const node = data.nodes.find((each) => each.links.length > 0);
    const [link] = node?.links ?? [];
    if (!node || !link) throw new Error("watch a link, the demo has none");
    let seq = 1_000_000;
    let laterMs = 0;
    const say = (messageType: string, data: unknown) =>
      sockets.at(-1)?.send(
        JSON.stringify({ messageType, seq: ++seq, timestamp: Date.now() + laterMs, data }),
      );
    const row = (state: string) => page.waitForSelector(`.link[data-node="48999"]${state}`);
    const linked = { ...link, node: "48999", callsign: "QX9NEW", ...NEVER_HEARD };
    const edge = { local_node: node.node_id, node: "48999", total_tx_seconds: 0, last_tx_end: null };
    const key = (kind: "START" | "STOP") => {
      const at = new Date().toISOString();
      say("LINK_TX_BATCH", [{ ...edge, kind, at, last_tx_start: at }]);
    };
    const gone = [{ local_node: node.node_id, node: "48999" }];
    // What calls is loaded once it is wanted, and then learns first what is there.
    await eventually("a call for the link", async () => {
      laterMs += SETTLED_MS;
      say("LINK_REMOVED", gone);
      await holds(
        page,
        `document.querySelector('.link[data-node="48999"]:not([data-state="lost"])') === null`,
      );
      await page.evaluate(DRAWN);
      say("LINK_ADDED", [linked]);
      await row(':not([data-state="lost"])');
      await page.evaluate(DRAWN);
      return await page.evaluate("shown.length") === 1 || undefined;
    });
    key("START");
    await row('[data-keyed="yes"]');
    await eventually(
      "a call for the talk",
      async () => await page.evaluate("shown.length") === 2 || undefined,
    );
    key("STOP");
    await row('[data-keyed="no"]');
    await page.evaluate(setPreferences(CALLED_FOR(true, { fromMinute: 0, toMinute: 1_439 })));
    say("LINK_REMOVED", gone);
    await row('[data-state="lost"]');
    await page.evaluate(DRAWN);
    deepStrictEqual(await page.evaluate("shown"), [
      `QX9NEW (48999) connected to ${node.node_id}`,
      `QX9NEW (48999) talks on ${node.node_id}`,
    ]);
  });
});

Deno.test("without Nexus there is an honest page, and it leads back by itself", async () => {
  await onStage(async ({ open, site }) => {
    const { page } = await open();
    await waitForNexus(page, "live");
    await holds(page, "navigator.serviceWorker.controller !== null");
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
    deepStrictEqual(await violations(page), [], "and it is sound");
    match(await textOf(page, "main"), /^Nexus cannot be reached\s+Last heard \d+ s ago, at .+\./);
    match(await textOf(page, "#next"), /shows nothing live\. (Next try in \d s|Trying now)\.$/);
    strictEqual(await page.locator(".node").count(), 0);
    await site.start();
    await waitForNexus(page, "live");
    ok(await page.locator(".node").count() > 0);
  });
});
