import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createSimulator, type Simulator, type StandingLink } from "../../lib/simulator/mod.ts";
import { quietScenario } from "../simulator/harness.ts";
import { eventually, startServer } from "../support/server_process.ts";
import { launchChromium } from "./chromium.ts";
import { dialledWithin, NOTE_DIALS } from "./dials.ts";
import { textOf, waitForNexus } from "./harness.ts";
import { Network } from "./truth_site.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

/** From the frame of the manager to the page. */
const UPDATE_MS = 200;

/** Edges one soon after the other, of which some must be that quick: a busy machine holds many up, not all. */
const TIMED_EDGES = 61;
const QUICK_EDGES = 2;

/** So much a client misses: far more than the server keeps for those who come back. */
const MISSED_EVENTS = 10_000;

/** Longer than that a page that is looked at again may not wait until it asks; what an answer takes is measured by the bench. */
const CATCH_UP_MS = 2_000;

/** Links of the town besides the hill: all of them key when very much is to happen. */
const TOWN_LINKS: readonly string[] = Array.from({ length: 40 }, (_, index) => String(3100 + index));

/** An Asterisk of one node where nobody talks but whom the test lets talk. */
function asterisk(node: string, direction: "IN" | "OUT", names: readonly string[]) {
  const links = names.map((name): StandingLink => ({
    node,
    link: { name, mode: "T", direction, peer: "127.0.0.1", network: [] },
    ageSec: 90,
  }));
  const world = { nodes: [{ id: node, channelNumber: 1, hangMs: 0 }], links };
  const scenario = quietScenario([], { world });
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger, scenario });
  simulator.start();
  return simulator;
}

/** What a test of two servers works with: 1998 on the hill has called 2999 in town. */
interface Pair {
  readonly hill: Simulator;
  readonly town: Simulator;
  readonly network: Network;
  readonly page: Page;
  /** The site as the browser reaches it: through the network. */
  readonly url: string;
}

/** Runs `act` with one Nexus between two Asterisks and a page of it, and ends all whatever happens. */
async function withPair(act: (pair: Pair) => Promise<void>): Promise<void> {
  const hill = asterisk("1998", "OUT", ["2999"]);
  const town = asterisk("2999", "IN", ["1998", ...TOWN_LINKS]);
  const servers = Object.entries({ hill, town }).map(([name, simulator]) =>
    `  - {name: ${name}, host: 127.0.0.1, port: ${simulator.listen().port}, username: admin, password: simulator}\n`
  );
  const file = await Deno.makeTempFile({ prefix: "nexus-test-", suffix: ".yaml" });
  await Deno.writeTextFile(file, `metrics: {access: open}\nservers:\n${servers.join("")}`);
  const args = ["run", "-A", "--config", CONFIG, MAIN, "--port", "0"];
  const env = { HEARTBEAT_INTERVAL: "5s", UNKEY_GRACE_MS: "0" };
  const [server, browser] = await Promise.all([
    startServer({ command: Deno.execPath(), args: [...args, "--config", file], env }),
    launchChromium(),
  ]);
  const network = new Network(Number(new URL(server.url).port));
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(NOTE_DIALS);
    await act({ hill, town, network, page, url: `http://localhost:${network.port}/` });
  } finally {
    await browser.close();
    await network.close();
    await server.dispose();
    await Promise.all([hill.stop(), town.stop(), Deno.remove(file)]);
  }
}

/** Each node's card under the name of its server: its number, whether it is stale, its links and which are keyed. */
const CARDS = `[...document.querySelectorAll(".server-group")].map((group) =>
  group.querySelector(".server-name bdi").textContent + ": " + [...group.querySelectorAll(".node")].map((node) =>
    node.querySelector(".node-id").textContent + (node.dataset.stale === "yes" ? " stale" : "") + ", " +
    node.querySelectorAll(".link").length + " links, keyed " +
    [...node.querySelectorAll('.link[data-keyed="yes"]')].map((row) => row.dataset.node).sort().join(" "))).map((line) => line.trim())`;

/** Waits until the cards read so. */
async function cards(page: Page, ...wanted: string[]): Promise<void> {
  await eventually(wanted.join("; "), async () => {
    const shown = await page.evaluate<string[]>(CARDS);
    return shown.join("; ") === wanted.join("; ") || undefined;
  });
}

/** Notes when the row of a link turns, epoch milliseconds, and every shift of the layout that no input has caused. */
const WATCH = `
  globalThis.turns = [];
  globalThis.shifts = [];
  globalThis.loaded = "once";
  // Rows change places by showing each other's links: it is the link that is watched.
  let last = 'no';
  const keyed = () => document.querySelector('.link[data-node="3100"]')?.dataset.keyed ?? last;
  last = keyed();
  const look = () => { if (keyed() !== last) { last = keyed(); turns.push(Date.now()); } };
  new MutationObserver(() => requestAnimationFrame(look))
    .observe(document.body, { subtree: true, attributeFilter: ["data-keyed", "data-node"] });
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, sources } of list.getEntries()) {
      if (!hadRecentInput) shifts.push(sources.map(({ node }) => node?.className || node?.parentElement?.className).join());
    }
  }).observe({ type: "layout-shift" });
`;

/** Milliseconds from each edge to the frame that shows it, until enough of them were quick; the last one keys. */
async function edgeTimes(page: Page, town: Simulator): Promise<readonly number[]> {
  const times: number[] = [];
  const isEnough = () => times.filter((ms) => ms < UPDATE_MS).length >= QUICK_EDGES && times.length % 2 === 1;
  for (let edge = 0; edge < TIMED_EDGES && !isEnough(); edge++) {
    const saidMs = Date.now();
    ok(town.world.talk({ node: "2999", link: "3100" }, edge % 2 === 0));
    const turnedMs = await eventually("the row to turn", async () => {
      const turns = await page.evaluate<number[]>("globalThis.turns");
      return turns.length > edge ? turns.at(-1) : undefined;
    });
    times.push(turnedMs - saidMs);
  }
  return times;
}

const VISIBILITY = (state: "hidden" | "visible") => `
  Object.defineProperty(document, "visibilityState", { value: "${state}", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
`;

/** How many events there have been since it was started. */
async function eventsOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}metrics`)).text();
  const counts = text.matchAll(/^nexus_events_total\{[^}]*\} (\d+)/gm);
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

Deno.test("the page of two linked servers is live within 200 ms, misses nothing for good, and loses one without the other", async () => {
  await withPair(async ({ hill, town, network, page, url }) => {
    await page.goto(url);
    await waitForNexus(page, "live");
    await cards(page, "hill: 1998, 1 links, keyed", "town: 2999, 41 links, keyed");
    await page.evaluate(WATCH);
    const times = await edgeTimes(page, town);
    ok(times.filter((ms) => ms < UPDATE_MS).length >= QUICK_EDGES, `${times} ms after the frame`);

    // Who talks on the hill comes in by its receiver there, and over the link in town.
    hill.world.talk({ node: "1998", link: null }, true);
    town.world.talk({ node: "2999", link: "1998" }, true);
    await cards(page, "hill: 1998, 1 links, keyed", "town: 2999, 41 links, keyed 1998 3100");
    await eventually(
      "one talker, where the talk comes in",
      async () => /^On air.*Local receiver.*on 1998/s.test(await textOf(page, ".on-air")) || undefined,
    );

    await missEvents({ town, network, page, url });
    await loseTown({ town, page, url });
    await comeAndGo(hill, page);
  });
});

/** The page does not look while very much happens on streams that died; it asks for the truth within two seconds when it is looked at again. */
async function missEvents({ town, network, page, url }: Omit<Pair, "hill">): Promise<void> {
  const before = await eventsOf(url);
  await page.evaluate(`scrollTo(0, 60); ${VISIBILITY("hidden")}`);
  network.forget();
  const say = (link: string, on: boolean) => town.world.talk({ node: "2999", link }, on);
  say("3100", false);
  say("1998", false);
  for (let turn = 0; await eventsOf(url) - before < MISSED_EVENTS; turn++) {
    for (const link of TOWN_LINKS) say(link, turn % 2 === 0);
    network.forget(); // what it dials meanwhile, where this takes long
    await new Promise((resume) => setTimeout(resume, 1));
  }
  for (const link of TOWN_LINKS) say(link, link === "3105");
  await page.evaluate(`globalThis.shifts.length = 0; globalThis.turns.length = 0`);
  network.forget();
  await page.evaluate(`beginPlan(); ${VISIBILITY("visible")}`);
  await cards(page, "hill: 1998, 1 links, keyed", "town: 2999, 41 links, keyed 3105");
  await waitForNexus(page, "live");
  await dialledWithin(page, CATCH_UP_MS, "being hidden");
  deepStrictEqual(await page.evaluate("[loaded, scrollY, shifts]"), ["once", 60, []], "no reload, no jump");
}

/** One server goes: its own banner and card say so, and the other goes on. */
async function loseTown({ town, page, url }: Omit<Pair, "hill" | "network">): Promise<void> {
  town.world.talk({ node: "2999", link: "3105" }, false);
  await cards(page, "hill: 1998, 1 links, keyed", "town: 2999, 41 links, keyed");
  town.server.shutdown({ cleanly: true, restart: false });
  await cards(page, "hill: 1998, 1 links, keyed", "town: 2999 stale, 41 links, keyed");
  match(await textOf(page, '[data-ami="retrying"]'), /^town Away for \d+ s\./);
  match(await textOf(page, '[data-ami="connected"]'), /^hill Connected for \d+ s/);
  strictEqual(
    await page.locator(".server-group", { hasText: "hill" }).locator('[data-stale="yes"]').count(),
    0,
  );
  await photograph(page);
  await page.goto(`${url}?server=hill`);
  await waitForNexus(page, "live");
  strictEqual(await page.locator(".node").count(), 1);
  match(await textOf(page, ".node-title"), /^1998/);
}

/** Shifts so far, once all that is on its way is drawn. */
const SHIFTS =
  `new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(globalThis.shifts), 50)))`;

/** Links come, talk and go while the page is read at the end of their card, as rows and as cards: nothing moves. */
async function comeAndGo({ world }: Simulator, page: Page): Promise<void> {
  await page.evaluate(WATCH);
  const come = (name: string) =>
    ok(world.accept("1998", { name, mode: "T", direction: "IN", peer: "127.0.0.1", network: [] }));
  const stood = (name: string, state: string) =>
    page.waitForSelector(`.link[data-node="${name}"][data-state="${state}"]`);
  for (const size of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
    await page.setViewportSize(size);
    await page.locator(".side").first().scrollIntoViewIfNeeded();
    await page.evaluate(SHIFTS);
    await page.evaluate("globalThis.shifts.length = 0");
    for (const name of ["2001", "2002"]) come(name);
    await stood("2001", "up");
    await stood("2002", "up");
    world.talk({ node: "1998", link: "2002" }, true);
    await page.waitForSelector('.link[data-node="2002"][data-keyed="yes"]');
    world.talk({ node: "1998", link: "2002" }, false);
    for (const name of ["2001", "2002"]) ok(world.disconnect("1998", name));
    await stood("2001", "lost");
    await stood("2002", "lost");
    deepStrictEqual(await page.evaluate(SHIFTS), [], `${size.width} px wide`);
  }
}

/** With `PHOTOS` in the environment: how two servers look of which one is away. */
async function photograph(page: Page): Promise<void> {
  const folder = Deno.env.get("PHOTOS");
  for (const width of folder ? [390, 1280] : []) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `${folder}/servers-${width}-${colorScheme}.png` });
    }
  }
}
