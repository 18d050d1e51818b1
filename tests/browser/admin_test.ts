import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { eventually, startServer } from "../support/server_process.ts";
import { violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";
import { textOf, waitForNexus } from "./harness.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;
const PASSWORD = "correct horse battery";

/** A page that notes what its console complains of. */
async function pageIn(browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}) {
  const page = await (await browser.newContext(options)).newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", ({ message }) => void complaints.push(message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, complaints };
}

async function signIn(page: Page, url: string, name: string, password: string): Promise<void> {
  await page.goto(`${url}signin`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".account-badge");
}

async function isTooWide(page: Page): Promise<boolean> {
  return await page.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth");
}

/** Pictures for whoever wants to see them; nothing where nobody asks. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = Deno.env.get("PHOTOS");
  for (const width of folder ? [390, 1280] : []) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

Deno.test("an admin sets Nexus up, manages accounts by keyboard, and sees the system live", async () => {
  const args = ["run", "-A", "--config", CONFIG, MAIN, "--demo", "--port", "0", "--data", "data"];
  const server = await startServer({ command: Deno.execPath(), args });
  const browser = await launchChromium();
  try {
    const { url } = server;
    const { page, complaints } = await pageIn(browser, { viewport: { width: 1280, height: 900 } });
    await page.goto(`${url}setup`);
    deepStrictEqual(await violations(page), []);
    await page.getByLabel("Set-up code").focus();
    for (const text of [/set-up code: (\S+)/.exec(server.log())?.[1] ?? "", "boss", PASSWORD]) {
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    }
    await page.getByRole("button", { name: "Set up Nexus" }).press("Enter");
    await page.getByRole("link", { name: "Admin" }).click();

    // The system, live: another reading comes by itself.
    await page.waitForSelector('[data-gauge="memory"]');
    match(await textOf(page, '[data-gauge="memory"] .gauge-value'), /^\d+\.\d MiB$/);
    match(await textOf(page, ".facts"), /Asterisk 22\.10\.1, app_rpt 3\.10\.4/);
    deepStrictEqual(await violations(page), []);
    await photograph(page, "system");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download a backup" }).click();
    match((await download).suggestedFilename(), /^nexus-[\dT-]+Z\.db$/);
    const copy = await Deno.makeTempFile({ prefix: "nexus-backup-" });
    await (await download).saveAs(copy);
    const head = await Deno.readFile(copy);
    await Deno.remove(copy);
    strictEqual(new TextDecoder().decode(head.subarray(0, 15)), "SQLite format 3");

    // An account, by keyboard alone.
    await page.getByRole("link", { name: "Users" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForSelector("#new-title");
    await page.getByLabel("Name").focus();
    await page.keyboard.type("W1AW");
    await page.keyboard.press("Tab");
    await page.keyboard.press("o"); // operator
    for (const text of ["", "1999", ""]) {
      if (text !== "") await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.waitForSelector(".secret-text");
    const password = await textOf(page, ".secret-text");
    match(await textOf(page, 'tr[data-user="W1AW"]'), /W1AW\s+operator\s+1999\s+never/);
    deepStrictEqual(await violations(page), []);
    await photograph(page, "users");

    // Its session ends at once when the password is reset, and the last superadmin stays.
    const other = await pageIn(browser, { viewport: { width: 320, height: 700 } });
    await signIn(other.page, url, "W1AW", password);
    await other.page.goto(`${url}account`);
    strictEqual(await isTooWide(other.page), false);
    deepStrictEqual(await violations(other.page), []);
    await photograph(other.page, "account");
    await page.getByRole("link", { name: "W1AW" }).click();
    await photograph(page, "user");
    await page.getByRole("button", { name: "Reset the password" }).click();
    await page.waitForSelector(".secret-text");
    await other.page.reload();
    match(other.page.url(), /\/signin\?return=%2Faccount$/);
    await page.goto(`${url}admin/users/1`);
    await page.getByLabel(/^Delete boss for good/).check();
    await page.getByRole("button", { name: "Delete boss" }).click();
    match(await textOf(page, '[role="alert"]'), /It is the last superadmin: boss\./);
    await photograph(page, "refused");

    // Sessions end from afar, and who did what is told.
    await signIn(other.page, url, "W1AW", await resetOf(page, url));
    await other.page.goto(`${url}account`);
    await page.goto(`${url}admin/sessions`);
    await photograph(page, "sessions");
    await page.getByRole("button", { name: /^End the session of W1AW/ }).click();
    await page.waitForSelector(".outcome-done");
    await other.page.reload();
    match(other.page.url(), /\/signin/);
    await page.goto(`${url}admin/audit?what=session`);
    match(await textOf(page, ".audit-table"), /boss\s+\S+\s+session\.end\s+W1AW\s+ok/);
    deepStrictEqual(await violations(page), []);
    await photograph(page, "audit");

    // The log comes by itself; a name with markup in it is text.
    await page.goto(`${url}admin/log`);
    await page.waitForSelector('[data-tail="live"]');
    await page.evaluate(
      `fetch("/api/admin/backup", { method: "POST" }).then((answer) => answer.body.cancel())`,
    );
    await page.waitForSelector('.log-text:has-text("backup made")');
    deepStrictEqual(await violations(page), []);
    await photograph(page, "log");
    await page.goto(`${url}admin/config`);
    match(await textOf(page, ".admin-table"), /data_dir\s+data\s+command line --data/);
    deepStrictEqual(await violations(page), []);
    // A page waits for its browser about half of the time.
    await Promise.all([isReadInTheDark(page, url), otherPagesAreSound(page, url)]);
    await page.goto(`${url}admin/config`);
    await photograph(page, "config");
    deepStrictEqual(complaints, [
      "Failed to load resource: the server responded with a status of 409 (Conflict)",
    ]);
    await signsOutEverywhere(page, other.page, url);
    ok(
      other.complaints.every((each) => !/Content Security|exception/.test(each)),
      other.complaints.join("\n"),
    );
  } finally {
    await browser.close();
    server.signal("SIGTERM");
    await eventually("the end of the server", async () => await server.exited === 0 || undefined);
    await server.dispose();
  }
});

/** Pages that nothing else looks at, each in a state: nothing found, not understood, not there. */
const OTHER_PAGES: readonly (readonly [path: string, status: number, words: RegExp])[] = [
  ["admin/sessions", 200, /API tokens/],
  ["admin/users/1", 200, /What it may do/],
  ["admin/audit?day=2026-13-45", 400, /expected a day such as[^]*Nothing was looked for/],
  ["admin/audit?who=nobody", 200, /Nothing of that kind was done/],
  ["nodes/12345", 404, /12345/],
  ["calls/1.1~1", 404, /Nothing here/],
  ["calls?q=zzz", 200, /No call found/],
  ["lookup?q=zzzz", 200, /Nothing found/],
  ["setup", 200, /Accounts are made by an admin/],
  ["?filter=zzz", 200, /No link of this node matches/],
  ["?node=12345", 200, /There is no local node 12345/],
  ["embed/nodes/990010", 200, /in the network/],
  ["embed/nodes/12345", 404, /no such node/],
  ["offline.html", 200, /cannot be reached/],
];

async function isReadInTheDark(page: Page, url: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 320, height: 700 });
  for (const path of ["admin/config", "admin/system", "admin/users", "admin/log", "account"]) {
    await page.goto(url + path);
    strictEqual(await isTooWide(page), false, path);
    deepStrictEqual(await violations(page, "contrast"), [], path);
  }
}

async function otherPagesAreSound(from: Page, url: string): Promise<void> {
  const page = await from.context().newPage();
  await page.setViewportSize({ width: 360, height: 780 });
  for (const [path, status, words] of OTHER_PAGES) {
    const answer = await page.goto(url + path);
    strictEqual(answer?.status(), status, path);
    match((await page.locator("body").innerText()).replaceAll("\u00a0", " "), words);
    strictEqual(await isTooWide(page), false, path);
    deepStrictEqual(await violations(page), [], path);
  }
  await page.close();
}

/** Resets the password of the second account and gives the new one. */
async function resetOf(page: Page, url: string): Promise<string> {
  await page.goto(`${url}admin/users/2`);
  await page.getByRole("button", { name: "Reset the password" }).click();
  await page.waitForSelector(".secret-text");
  return await textOf(page, ".secret-text");
}

/** Signing out everywhere in one window ends the session and the stream of another one that nobody touches. */
async function signsOutEverywhere(page: Page, elsewhere: Page, url: string): Promise<void> {
  await elsewhere.goto(`${url}signin`);
  deepStrictEqual(await violations(elsewhere), []);
  const opened = elsewhere.waitForEvent("websocket");
  await signIn(elsewhere, url, "boss", PASSWORD);
  const stream = await opened;
  await waitForNexus(elsewhere, "live");
  await elsewhere.locator(".control-more > summary").press("Enter");
  await elsewhere.locator("input[name=target]").fill("990501");
  await elsewhere.getByRole("button", { name: "Add for everybody" }).press("Enter");
  await elsewhere.getByRole("button", { name: "Delete everybody's favourite 990501" }).waitFor();
  await elsewhere.setViewportSize({ width: 320, height: 700 });
  strictEqual(await isTooWide(elsewhere), false);
  deepStrictEqual(await violations(elsewhere), []);
  await photograph(elsewhere, "favourite");
  strictEqual(stream.isClosed(), false);
  // Where a network lets no WebSocket through, the stream of events says it.
  const plain = await elsewhere.context().newPage();
  await plain.addInitScript("globalThis.WebSocket = class { constructor() { throw new Error('blocked'); } }");
  const events = plain.waitForResponse(/\/api\/events/);
  await plain.goto(url);
  await events;
  strictEqual(await plain.getByRole("link", { name: "Sign in" }).count(), 0);
  await page.goto(`${url}account`);
  await page.getByRole("button", { name: "Sign out everywhere" }).press("Enter");
  await elsewhere.getByRole("link", { name: "Sign in" }).waitFor();
  strictEqual(stream.isClosed(), true);
  await plain.getByRole("link", { name: "Sign in" }).waitFor();
  for (const each of [page, elsewhere]) {
    await each.goto(`${url}account`);
    match(each.url(), /\/signin\?return=%2Faccount$/);
  }
}
