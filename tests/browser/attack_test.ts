import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { user } from "../../lib/cli/user.ts";
import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createSimulator, demoScenario, type Scenario } from "../../lib/simulator/mod.ts";
import { eventually, startServer } from "../support/server_process.ts";
import { launchChromium } from "./chromium.ts";
import { waitForNexus } from "./harness.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;
const PASSWORD = "correct horse battery";
const NODE = "990010";

/** Markup that does something wherever it is taken for markup: in text, in an attribute, in a script, in a picture. */
const evil = (where: string) => `"'><img src=x onerror=alert(1)><script>alert(1)</script>${where}`;
const brief = (where: string) => `<img src=x onerror=alert()>${where}`;

/** A warning as scripts write it, with a link that is none and a tag behind entities. */
const ALERT =
  `<a href="javascript:alert(1)" onclick="alert(1)"><b>Tornado</b></a> &lt;img src=x onerror=alert(1)&gt;`;

/** Everybody on the air and on the telephone has a name that means harm. */
function hostileScenario(): Scenario {
  const { pbx, ...rest } = demoScenario();
  if (!pbx) throw new Error("build a scenario, the demo has no telephones");
  const named = (name: string) => ({ name: evil(name) });
  return {
    ...rest,
    pbx: {
      ...pbx,
      phones: pbx.phones.map((phone, at) => ({ ...phone, ...named(`phone${at}`) })),
      outside: pbx.outside.map((phone, at) => ({ ...phone, ...named(`outside${at}`) })),
      everyMs: [2_000, 3_000],
    },
  };
}

const directoryRow = (node: string) => `${node}|${brief("call")}|${evil("description")}|${evil("location")}`;

const NEXUS_YAML = `
title: ${JSON.stringify(evil("title"))}
subtitle: ${JSON.stringify(evil("subtitle"))}
nodes: [{node_id: ${NODE}, name: ${JSON.stringify(evil("node"))}}, 990020]
commands: [{name: time, label: ${JSON.stringify(brief("command"))}, run: rpt cmd %node% status 12 0}]
site:
  links:
    - {label: ${JSON.stringify(brief("link"))}, url: "/lookup?q=1", group: ${JSON.stringify(brief("group"))}}
log: {level: debug}
`;

const LOGO =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3" onload="alert(1)"><script>alert(1)</script></svg>`;

/** Nexus between people who mean harm, with an account that rules it, and the log so far. */
async function withHostilePeople(
  act: (url: string, warn: (alert: string) => void) => Promise<void>,
): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "nexus-attack-" });
  await Deno.writeTextFile(`${dataDir}/nexus.yaml`, NEXUS_YAML);
  await Deno.writeTextFile(`${dataDir}/logo.svg`, LOGO);
  const nodes = ["990010", "990020", "990100", "990231", "990305", "990450", "84021"];
  await Deno.writeTextFile(`${dataDir}/astdb.txt`, nodes.map((node) => `${directoryRow(node)}\n`).join(""));
  const simulator = createSimulator({
    clock: systemClock,
    seed: 4,
    log: silentLogger,
    scenario: hostileScenario(),
    speed: 4,
  });
  simulator.start();
  const node = simulator.world.node(NODE);
  if (!node) throw new Error(`build a scenario, the demo has no node ${NODE}`);
  const own = node.variables.bind(node);
  let alert = ALERT;
  node.variables = () => [...own(), ["WX", evil("variable")], ["ALERT", alert], ["<script>name", "1"]];
  simulator.world.accept(NODE, { name: brief("L"), mode: "T", direction: "IN", peer: brief("peer") });
  const env = (key: string) => key === "DATA_DIR" ? dataDir : undefined;
  const typed = { ask: () => Promise.resolve(PASSWORD), read: () => Promise.resolve(PASSWORD) };
  strictEqual(
    await user(["add", "boss"], { stdout: () => undefined, stderr: () => undefined, env }, typed),
    0,
  );
  const server = await startServer({
    command: Deno.execPath(),
    args: ["run", "-A", "--config", CONFIG, MAIN, "--config", `${dataDir}/nexus.yaml`, "--port", "0"],
    env: {
      AMI_HOST: "127.0.0.1",
      AMI_PORT: String(simulator.listen().port),
      AMI_USERNAME: simulator.credentials.username,
      AMI_PASSWORD: simulator.credentials.password,
      ASTDB_ENABLED: "true",
      ASTDB_PATH: `${dataDir}/astdb.txt`,
      HEARTBEAT_INTERVAL: "1s",
      SITE_LOGO: `${dataDir}/logo.svg`,
      DATA_DIR: dataDir,
    },
  });
  try {
    await act(
      server.url.replace("127.0.0.1", "localhost").replace(/\/?$/, "/"),
      (next) => void (alert = next),
    );
  } finally {
    await server.dispose();
    await simulator.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** Says in the console what the policy refused; by itself the browser says that of scripts and styles only. */
const WATCH_POLICY =
  `document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  console.error("policy", violatedDirective, blockedURI))`;

/** What is on a page only where text was taken for markup. */
const MARKUP =
  `img[src="x"], [onerror], [onload], [onclick], script:not([src]):not([nonce]):not([type]), iframe, base`;

/** Goes to a page and tells whether everything hostile on it is text. */
async function visit(page: Page, url: string, words: readonly string[], isLive: boolean): Promise<void> {
  await page.goto(url);
  if (isLive) await waitForNexus(page, "live");
  for (const word of words) {
    await eventually(`${word} on ${url}`, async () => {
      const text = await page.evaluate<string>(
        "document.querySelectorAll('details').forEach((each) => each.open = true), document.body.innerText + [...document.querySelectorAll('input')].map(({ value }) => value).join()",
      );
      return text.includes(word) || undefined;
    });
  }
  const found = await page.locator(MARKUP).evaluateAll((all) => all.map(({ outerHTML }) => outerHTML));
  deepStrictEqual(found, [], url);
}

/** The station's menu is worked by keyboard and pointer, and its picture has its room before it is there. */
async function workMenu(page: Page): Promise<void> {
  const logo = page.locator(".site-logo");
  deepStrictEqual([await logo.getAttribute("width"), await logo.getAttribute("height")], ["9", "3"]);
  const link = page.locator(".site-menu a");
  const button = page.locator(".site-menu summary");
  const isOpen = () => page.locator(".site-menu[open]").count();
  await page.keyboard.press("Escape");
  if (await isOpen() === 1) await button.click();
  strictEqual(await link.isVisible(), false);
  await button.focus();
  await page.keyboard.press("Enter");
  await link.waitFor({ state: "visible" });
  ok(((await link.boundingBox())?.height ?? 0) >= 44, "as high as a finger");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await link.waitFor({ state: "hidden" });
  strictEqual(await page.evaluate("document.activeElement.localName"), "summary");
  await button.click();
  await link.waitFor({ state: "visible" });
  await page.locator(".site-main").click({ position: { x: 2, y: 2 } });
  await link.waitFor({ state: "hidden" });
}

/** What an account can name, sent as its own pages would. */
async function nameThings(page: Page): Promise<readonly number[]> {
  const sends: readonly (readonly [string, unknown])[] = [
    ["auth/tokens", { name: evil("token").slice(0, 60), scopes: ["read"], expires_in_days: null }],
    ["favorites", { node: "990100", label: brief("favourite"), shared: true }],
    ["admin/users", { username: brief("user"), role: "viewer" }],
    [`nodes/${NODE}/commands`, { action: "connect", target: brief("t").slice(0, 32) }],
    [`nodes/${NODE}/commands`, { action: "named", name: "time" }],
    ["auth/login", { username: brief("name"), password: evil("password") }],
  ];
  return await page.evaluate(
    (all) =>
      Promise.all(all.map(async ([path, body]) => {
        const headers = { "Content-Type": "application/json" };
        const answer = await fetch(`/api/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
        return answer.status;
      })),
    sends,
  );
}

/** A page elsewhere that tries to use the cookie of whoever looks at it. */
async function visitElsewhere(page: Page, url: string): Promise<void> {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response("<title>elsewhere</title><form></form>", { headers: { "Content-Type": "text/html" } }),
  );
  const tried = await page.context().newPage();
  await tried.goto(`http://127.0.0.1:${server.addr.port}/`);
  const socket = await tried.evaluate(async (site) => {
    const body = '{"everywhere":true}';
    const init = { method: "POST", mode: "no-cors", credentials: "include", body } as const;
    await fetch(`${site}api/auth/logout`, init).catch(() => null); // the answer is not for this page
    return await new Promise((resolve) => {
      const socket = new WebSocket(`${site.replace("http", "ws")}ws`);
      socket.onopen = () => resolve("open");
      socket.onerror = () => resolve("refused");
    });
  }, url);
  strictEqual(socket, "refused");
  const sent = tried.waitForResponse(`${url}signout`);
  await tried.evaluate((site) => {
    const [form] = document.forms;
    if (!form) return;
    Object.assign(form, { action: `${site}signout`, method: "post" });
    form.submit();
  }, url);
  strictEqual((await sent).status(), 403);
  await tried.waitForURL(`${url}signout`);
  await tried.close();
  await server.shutdown();
}

Deno.test("text of others is text on every page, its markup does nothing, and pages elsewhere change nothing", () =>
  withHostilePeople(async (url, warn) => {
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({
        userAgent: evil("agent"),
        viewport: { width: 1280, height: 900 },
      });
      await context.addInitScript(WATCH_POLICY);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("dialog", (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on("pageerror", ({ message }) => void complaints.push(message));
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
      });
      await page.goto(
        `${url}signin?return=${encodeURIComponent(`/lookup?q=${encodeURIComponent(brief("q"))}`)}`,
      );
      await page.getByLabel("Name").fill("boss");
      await page.getByLabel("Password").fill(PASSWORD);
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/lookup\?q=/);
      deepStrictEqual(await nameThings(page), [201, 201, 400, 400, 202, 401]);
      complaints.length = 0; // of what was refused just now

      await visit(page, url, [
        evil("title"),
        evil("node"),
        `Weather "'> variable`, // a note, of which markup was taken off, scripts as a whole
        brief("call"),
        evil("description"),
        brief("favourite"),
        `Alert Tornado <img src=x onerror=alert(1)> told now`,
        brief("link"),
        brief("group"),
      ], true);
      warn("<b>Flood</b> <script>alert(1)</script>");
      await workMenu(page);
      await page.locator(`tr.link[data-node="990100"] .link-open`).first().click();
      await page.waitForSelector(".row-actions");
      // Told once and politely, and seen.
      const said = page.locator('p[role="status"]', { hasText: `Alert of node ${NODE}: Flood` });
      await eventually("the alert is told", async () => (await said.count()) === 1 || undefined);
      ok((await page.locator(".node-alert").first().innerText()).startsWith("Alert Flood told now"));
      await visit(page, `${url}?wall`, [brief("call")], false);
      await visit(page, `${url}nodes/${NODE}`, [
        `Weather "'> variable`,
        "Alert Flood told now",
        "<script>name",
        brief("command"),
        brief("call"),
      ], true);
      await visit(
        page,
        `${url}lookup?q=990100`,
        [brief("call"), evil("description"), evil("location")],
        false,
      );
      await visit(page, `${url}lookup?q=${encodeURIComponent(evil("q"))}`, [evil("q")], false);
      await visit(page, `${url}calls`, [evil("")], true);
      await page.locator("a[href*='/calls/']").first().click();
      await page.waitForURL(/\/calls\/[^/]+$/);
      await visit(page, page.url(), [evil("")], true);
      await visit(page, `${url}calls?q=${encodeURIComponent(evil("search"))}`, [evil("search")], true);
      await visit(page, `${url}account`, [evil("token").slice(0, 60), evil("agent")], false);
      await visit(page, `${url}admin/sessions`, [evil("agent"), evil("token").slice(0, 60)], false);
      await visit(page, `${url}admin/users`, ["boss"], false);
      await visit(page, `${url}admin/users/1`, ["boss"], false);
      await visit(page, `${url}admin/audit`, [evil("token").slice(0, 60), "unknown name"], false);
      await visit(page, `${url}admin/audit?who=${encodeURIComponent(evil("who"))}`, [evil("who")], false);
      await visit(page, `${url}admin/system`, ["asterisk"], false);
      await visit(page, `${url}admin/config`, [evil("title"), evil("subtitle")], false);
      await visit(page, `${url}admin/log?level=debug`, ["request"], false);
      await visit(page, `${url}embed/nodes/${NODE}`, [evil("node")], true);
      await visit(page, `${url}styleguide/${encodeURIComponent(evil("path"))}`, [], false);
      await page.goto(`${url}embed/nodes/${NODE}/badge.svg?label=${encodeURIComponent(brief("badge"))}`);
      strictEqual(await page.evaluate("document.documentElement.localName"), "svg");
      match(
        await page.evaluate<string>("document.documentElement.textContent"),
        /<img src=x onerror=alert\(\)>badge/,
      );
      strictEqual(
        await page.evaluate("document.querySelectorAll('img, script, [onload], foreignObject').length"),
        0,
      );

      await visitElsewhere(page, url);
      await page.goto(`${url}account`);
      ok(page.url().endsWith("/account"), "nobody was signed out");
      const refused = await page.evaluate<string>(
        "fetch('/api/admin/audit?result=refused').then((answer) => answer.text())",
      );
      match(
        refused,
        /asked by a page of another origin, http:\/\/127\.0\.0\.1:\d+: POST \/api\/auth\/logout/,
      );
      deepStrictEqual(complaints.filter((each) => !/status of 40[04]/.test(each)), []);
    } finally {
      await browser.close();
    }
  }));
