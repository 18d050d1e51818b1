import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { eventually, type ServerProcess, startServer } from "../support/server_process.ts";
import { statsOf, statsService } from "../control/stats_service.ts";
import { violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";
import { textOf, waitForNexus } from "./harness.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;
const PASSWORD = "correct horse battery";

/** Signs the first account in and makes an operator. */
async function makeOperator({ url, log }: ServerProcess): Promise<void> {
  const post = async (path: string, body: unknown, token = "") => {
    const response = await fetch(url + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    return { status: response.status, data: Object(Reflect.get(Object(await response.json()), "data")) };
  };
  const code = await eventually(
    "the set-up code",
    () => Promise.resolve(/code[ =:"]+([A-Z0-9]{4}(?:-[A-Z0-9]{4})+)/.exec(log())?.[1]),
  );
  const first = await post("api/auth/register", { username: "root", password: PASSWORD, code });
  strictEqual(first.status, 201, JSON.stringify(first));
  const user = { username: "olga", password: PASSWORD, role: "operator", nodes: null };
  const made = await post("api/admin/users", user, String(first.data.token));
  strictEqual(made.status, 201, JSON.stringify(made));
}

/** What the public statistics tell of somebody who talks now. */
function keyedNow(node: string) {
  return statsOf(node, { keyed: true }, new Date().toISOString());
}

/** Photographs a state in both widths and themes, where somebody wants to look. */
async function photograph(page: Page, name: string, of = "body"): Promise<void> {
  const folder = Deno.env.get("PHOTOS");
  for (const width of folder ? [390, 1280] : []) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.locator(of).first().scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${folder}/control-${name}-${width}-${colorScheme}.png` });
    }
  }
}

async function isTooWide(page: Page): Promise<boolean> {
  await page.setViewportSize({ width: 340, height: 800 });
  const isWide = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
  const found = await page.evaluate<boolean>(isWide);
  await page.setViewportSize({ width: 1280, height: 900 });
  return found;
}

/** The same account in a browser without JavaScript: forms, and a page that asks. */
async function withoutScripts(from: Page, url: string): Promise<void> {
  const storageState = await from.context().storageState();
  const context = await from.context().browser()?.newContext({ javaScriptEnabled: false, storageState });
  const page = await context?.newPage();
  if (!page) throw new Error("open a page, the browser has gone");
  await page.goto(`${url}nodes/990020`);
  await page.locator(".control-more > summary").click();
  await page.locator("input[name=target]").fill("990503");
  await page.locator(".control button[value=connect]").click();
  await page.waitForURL(/nodes\/990020$/);
  match(await textOf(page, ".control-strip"), /Connect 990503/);
  await page.locator(".control-more > summary").click();
  await page.locator(".control button[value=disconnect_all]").click();
  await photograph(page, "plain");
  match(await textOf(page, "main"), /Node 990020: sure\?[^]*Disconnect all at node 990020/);
  await page.getByRole("button", { name: "Yes" }).click();
  await page.waitForURL(/nodes\/990020$/);
  match(await textOf(page, ".control-strip"), /Disconnect all/);
}

/** Fingers alone, on a phone: a link is opened by its row and disconnected. */
async function byTouch(
  browser: Browser,
  storageState: Awaited<ReturnType<BrowserContext["storageState"]>>,
  url: string,
): Promise<void> {
  const viewport = { width: 390, height: 844 };
  const context = await browser.newContext({ storageState, viewport, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await page.goto(`${url}nodes/990010`);
  await waitForNexus(page, "live");
  const row = page.locator('tr.link[data-node="990231"]');
  await row.locator(".link-open").tap();
  const disconnect = page.getByRole("button", { name: "Disconnect 990231", exact: true });
  await disconnect.waitFor();
  const small = await page.locator(".row-actions button").evaluateAll((all) =>
    all.map((each) => each.getBoundingClientRect()).filter(({ width, height }) => width < 44 || height < 44)
  );
  deepStrictEqual(small, [], "targets for fingers");
  await photograph(page, "touch", ".row-actions");
  await disconnect.tap();
  await page.locator(".control-strip").getByText("990231 is disconnected", { exact: true }).waitFor();
  await page.locator('tr.link[data-node="990231"][data-state="lost"]').waitFor();
  await context.close();
}

/** Nothing of it is there for anybody else, neither markup nor code. */
async function withoutAccount(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on("request", (request) => void asked.push(request.url()));
  await page.goto(url);
  await waitForNexus(page, "live");
  strictEqual(await page.locator(".control").count(), 0);
  deepStrictEqual(asked.filter((each) => /control/i.test(each)), []);
}

Deno.test("an operator signs in, connects by search, acts on a row and is asked once, by keys alone", async () => {
  await using stats = statsService((node) => Response.json(keyedNow(node)));
  const server = await startServer({
    command: Deno.execPath(),
    args: ["run", "-A", "--config", CONFIG, MAIN, "--demo", "--port", "0"],
    env: { FAVORITES_ACTIVITY: "true", FAVORITES_ACTIVITY_URL: stats.url },
  });
  const browser = await launchChromium();
  try {
    await makeOperator(server);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${server.url}signin`);
    await page.keyboard.type("olga");
    await page.keyboard.press("Tab");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".control");
    await waitForNexus(page, "live");
    await page.locator(".control-more > summary").press("Enter");
    await page.locator("input[name=target]").focus();
    await page.keyboard.type("990622");
    await page.waitForSelector(".control-offer");
    await photograph(page, "open");
    strictEqual(await isTooWide(page), false);

    // The one that was found, back in its field, sent; then its favourite. It is nowhere else in the network, so its mode is told for sure.
    for (const key of ["Tab", "Enter", "Enter"]) await page.keyboard.press(key);
    await page.waitForSelector('.control-strip [data-state="confirmed"]');
    match(
      await textOf(page, ".control-strip"),
      /Done\s+990010: Connect 990622\s+990622 is linked: transceive by olga/,
    );
    strictEqual(
      await page.locator(".control [role=status]").last().innerText(),
      "Connect 990622: Done. 990622 is linked: transceive",
    );
    strictEqual(stats.asked.length, 0, "there were no favourites in view");
    await page.getByRole("button", { name: "Add to favourites", exact: true }).press("Enter");
    await page.waitForSelector(".control-favorites");
    await page.waitForSelector('.favorite-state[data-state="keyed"]');
    match(
      await textOf(page, ".favorite-state"),
      /Keyed\s+read (just now|\d+ s ago)\s*2 links, on the air 0\.3\s% of 4d\s17h/,
    );
    deepStrictEqual([...new Set(stats.asked)], ["990622"]);
    await photograph(page, "activity");

    const row = page.locator('.node:has(#node-990010) tr.link[data-node="990622"]');
    await row.locator(".link-open").press("Enter");
    const monitor = page.getByRole("button", { name: "Monitor 990622", exact: true });
    await monitor.waitFor();
    await photograph(page, "row", ".row-actions");
    await page.locator('.node:has(#node-990010) tr.link[data-node="990020"] .link-open').press("Enter");
    await page.getByRole("button", { name: "Add to favourites: 990020" }).waitFor();
    deepStrictEqual(await violations(page), []);
    await monitor.press("Enter");
    await row.locator('.link-mark[data-mark="accepted"]').waitFor();
    await page.locator(".control-strip li").first().getByText("Done").waitFor();
    strictEqual(await row.locator(".col-mode").innerText(), "Monitor");
    await page.getByRole("button", { name: "Disconnect 990622", exact: true }).press("Enter");
    await page.getByText("990622 is disconnected", { exact: true }).waitFor();
    await page.getByRole("button", { name: /^Connect \S+ ?990622$/ }).click();
    await row.locator(".link-open").waitFor();

    // Dangerous: asked once, by the node's name; no and Escape do nothing.
    await page.getByRole("button", { name: "Disconnect all" }).press("Enter");
    match(await textOf(page, "dialog[open]"), /Node 990010: sure\?[^]*Disconnect all at node 990010/);
    await photograph(page, "asked");
    deepStrictEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    strictEqual(await page.locator("dialog[open]").count(), 0);
    strictEqual(await page.getByText("Disconnect all", { exact: true }).count(), 1);
    await page.locator("input[name=target]").fill("990502");
    await page.locator("input[name=permanent]").press("Space");
    await page.locator("input[name=target]").press("Enter");
    match(await textOf(page, "dialog[open]"), /Connect 990502, permanent at node 990010/);
    await page.getByRole("button", { name: /^Yes, / }).press("Enter");
    await page.getByText("990502 is linked: transceive, permanent", { exact: true }).waitFor();

    // A page elsewhere hears of what was sent here, and is not loaded anew.
    const storageState = await page.context().storageState();
    const beside = await (await browser.newContext({ storageState })).newPage();
    await beside.goto(`${server.url}nodes/990010`);
    await waitForNexus(beside, "live");
    await page.locator("input[name=target]").fill("990502");
    await page.locator('button[value="disconnect"]').press("Enter");
    await beside.locator(".control-strip").getByText("990502 is disconnected", { exact: true }).waitFor();
    // What waits for its end is shown there too: nobody answers at this number, which takes its time to be told.
    await page.locator("input[name=target]").fill("990998");
    await page.locator("input[name=permanent]").uncheck();
    await page.locator("input[name=target]").press("Enter");
    await beside.locator('.control-strip [data-state="accepted"]:has-text("Connect 990998")').waitFor();
    await beside.close();
    await byTouch(browser, storageState, server.url);

    await withoutScripts(page, server.url);
    await withoutAccount(browser, server.url);
  } finally {
    await browser.close();
    await server.dispose();
  }
});
