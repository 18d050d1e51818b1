import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { user } from "../../lib/cli/user.ts";
import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createSimulator, demoScenario } from "../../lib/simulator/mod.ts";
import { startServer } from "../support/server_process.ts";
import { violations } from "./axe.ts";
import { launchChromium } from "./chromium.ts";
import { holds, textOf, waitForNexus } from "./harness.ts";

const PASSWORD = "correct horse battery";
const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

/** Nexus beside telephones that are in a hurry, with an account that may look. */
async function withTelephones(
  act: (url: string, log: () => string, stop: () => void) => Promise<void>,
): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "nexus-calls-" });
  const { pbx, ...rest } = demoScenario();
  ok(pbx);
  const scenario = { ...rest, conversations: [], pbx: { ...pbx, everyMs: [12_000, 20_000] as const } };
  const simulator = createSimulator({ clock: systemClock, seed: 4, log: silentLogger, scenario, speed: 16 });
  simulator.start();
  const io = {
    stdout: () => undefined,
    stderr: () => undefined,
    env: (key: string) => key === "DATA_DIR" ? dataDir : undefined,
  };
  const typed = { ask: () => Promise.resolve(PASSWORD), read: () => Promise.resolve(PASSWORD) };
  strictEqual(await user(["add", "sam", "--role", "viewer"], io, typed), 0);
  const server = await startServer({
    command: Deno.execPath(),
    args: ["run", "-A", "--config", CONFIG, MAIN, "--port", "0"],
    env: {
      AMI_HOST: "127.0.0.1",
      AMI_PORT: String(simulator.listen().port),
      AMI_USERNAME: simulator.credentials.username,
      AMI_PASSWORD: simulator.credentials.password,
      HEARTBEAT_INTERVAL: "1s",
      DATA_DIR: dataDir,
    },
  });
  try {
    await act(
      server.url.replace("127.0.0.1", "localhost").replace(/\/?$/, "/"),
      server.log,
      () => server.signal("SIGTERM"),
    );
  } finally {
    await server.dispose();
    await simulator.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** Keeps pictures of the page where somebody wants to look at them. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = Deno.env.get("PHOTOS");
  for (const width of folder ? [390, 1280] : []) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 850 });
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
}

/** Seconds that the running clock of a call shows; `null` while the call does not stand among those that are up. */
const CLOCK = `(id) => {
  const text = document.querySelector('.calls-live [data-call="' + id + '"] .call-clock')?.textContent;
  const parts = /(?:(\\d+):)?(\\d+):(\\d{2})$/.exec(text ?? "");
  return parts === null ? null : Number(parts[1] ?? 0) * 3600 + Number(parts[2]) * 60 + Number(parts[3]);
}`;

/** The title of the tab, and whether its icon is another one than the page came with. */
const TAB = `document.title + " " + document.querySelector("link[rel=icon]").href.includes("M9%209l14%2014")`;

/** Waits until the clock of a call that is up moves on; calls that end before theirs did say nothing. Gives the call's id. */
async function seesClockRun(page: Page): Promise<string> {
  for (let call = 0; call < 8; call++) {
    await page.waitForSelector('.calls-live [data-state="connected"]');
    const row = page.locator('.calls-live tr:has([data-state="connected"])').last();
    const id = await row.getAttribute("data-call");
    const clock = `(${CLOCK})(${JSON.stringify(id)})`;
    const before = await page.evaluate<number | null>(clock);
    if (before === null) continue;
    await holds(page, `${clock} === null || ${clock} > ${before}`);
    const after = await page.evaluate<number | null>(clock);
    if (id !== null && after !== null && after > before) return id;
  }
  throw new Error("see the clock of a call run, every call was over before it did");
}

Deno.test("calls come and go on their page, are found again and tell their course, to who signed in alone", async () => {
  await withTelephones(async (url, log, stop) => {
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({ viewport: { width: 320, height: 800 } });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("pageerror", (error) => void complaints.push(error.message));
      page.on("console", (message) => void complaints.push(`${message.type()}: ${message.text()}`));
      await page.goto(url);
      strictEqual(await page.getByRole("link", { name: "Calls", exact: true }).count(), 0);
      await page.goto(`${url}calls?q=20`);
      match(page.url(), /signin\?return=%2Fcalls%3Fq%3D20$/);
      await page.getByLabel("Name").fill("sam");
      await page.getByLabel("Password").fill(PASSWORD);
      await page.keyboard.press("Enter");
      await page.waitForURL(`${url}calls?q=20`);
      await page.getByRole("link", { name: "Calls", exact: true }).click();
      await waitForNexus(page, "live");

      // A call appears without a reload, and its clock runs by itself.
      const live = page.locator(".calls-live [data-call]");
      const id = await seesClockRun(page);
      ok(await live.count() >= 1);
      // Once it is over it stands in history.
      await page.waitForSelector(`.calls-past [data-call="${id}"]`, { timeout: 60_000 });
      strictEqual(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
      deepStrictEqual(await violations(page), []);
      await photograph(page, "calls");

      // History is searched as somebody types, and by day.
      const row = page.locator(`.calls-past [data-call="${id}"]`);
      const from = (await row.locator(".call-from .call-name").innerText()).trim();
      const field = page.getByLabel("Number or name");
      await field.fill("nobody is called that");
      await page.getByText(/^No call found/).waitFor();
      strictEqual(await page.locator(".calls-past [data-call]").count(), 0);
      await field.fill(from);
      await row.waitFor();
      match(new URL(page.url()).search, /^\?q=/);
      await page.getByLabel("Day").fill("2001-01-01");
      await page.getByText(/^No call found/).waitFor();
      await page.getByRole("link", { name: "Show all" }).click();

      await row.getByRole("link").click();
      await waitForNexus(page, "live");
      // One of them was up before Nexus came.
      match(await textOf(page, ".call-course"), /( calls | was up already )[\s\S]*The call ends/);
      strictEqual(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
      deepStrictEqual(await violations(page), []);
      await photograph(page, "call");
      deepStrictEqual(complaints, []);
      ok(!log().includes(from), "names of callers are in the log");

      // What a part of the address makes no sense of is said, and gone with the next search.
      const answer = await page.goto(`${url}calls?cause=nonsense`);
      strictEqual(answer?.status(), 400);
      await waitForNexus(page, "live");
      const mistake = page.getByText("No call ends as “nonsense”. Calls are shown whatever their result.");
      await mistake.waitFor();
      await page.getByLabel("Result").selectOption("interworking");
      await page.getByText(/^No call found/).waitFor();
      strictEqual(await mistake.count(), 0);
      match(page.url(), /calls\?cause=interworking$/);

      // Their tabs show nothing of nodes, and when they are not live.
      const beside = await browser.newContext({ storageState: await context.storageState() });
      const [list, one] = [await beside.newPage(), await beside.newPage()];
      await list.goto(`${url}calls`);
      await one.goto(
        url + (await list.locator(".calls-past .call-link").first().getAttribute("href"))?.slice(1),
      );
      for (const each of [list, one]) await waitForNexus(each, "live");
      const tabs = () => Promise.all([list, one].map((each) => each.evaluate<string>(TAB)));
      const before = await tabs();
      for (const tab of before) match(tab, /^[^✕▲▼]+ - Nexus false$/);

      // Whoever is not signed in any more sees no more of it.
      await page.context().clearCookies();
      await page.getByLabel("Number or name").fill("20");
      await page.waitForURL(/\/signin\?return=%2Fcalls/);

      stop();
      for (const each of [list, one]) await waitForNexus(each, "away");
      deepStrictEqual(await tabs(), before.map((tab) => `✕ Offline · ${tab.replace(/false$/, "true")}`));
    } finally {
      await browser.close();
    }
  });
});
