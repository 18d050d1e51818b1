import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { eventually } from "../support/server_process.ts";
import { violations } from "./axe.ts";
import { onStage, type Stage, textOf, waitForNexus } from "./harness.ts";

async function at(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
}

async function isTooWide(page: Page): Promise<boolean> {
  return await page.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth");
}

/** What the page is told of voters: that one receiver hears somebody, and another is voted. */
function told(voted: string): string {
  const receiver = (name: string, rssi: number) => ({
    name,
    state: name === voted ? "voted" : "receiving",
    rssi,
    mix: false,
    timing: "none",
    ip: null,
    last_heard_at: new Date().toISOString(),
  });
  const voter = {
    node: "990010",
    server: "demo",
    name: null,
    callsign: "QX1HRB",
    description: null,
    location: null,
    voted,
    voted_since: new Date().toISOString(),
    receivers: [receiver("Harbour", 51), receiver("Lighthouse", 204)],
    updated_at: new Date().toISOString(),
    stale: false,
  };
  const answer = {
    voters: [voter],
    servers: [{ server: "demo", ami: "connected", voters: "known" }],
    generated_at: voter.updated_at,
  };
  return `retry: 20\nevent: voter\ndata: ${JSON.stringify(answer)}\n\n`;
}

/** A page of voters from its link on, with what it is told afterwards. */
async function seeVoters({ open }: Stage): Promise<void> {
  const { page, complaints } = await open({ viewport: { width: 320, height: 640 } });
  const link = page.getByRole("link", { name: "Voters" });
  await eventually("Asterisk told of its voter", async () => {
    if (await link.count() === 0) await page.reload();
    return await link.count() > 0 || undefined;
  });
  const [stream] = await Promise.all([page.waitForResponse(/\/api\/voters\/events$/), link.click()]);
  strictEqual(stream.status(), 200);
  await waitForNexus(page, "live");
  strictEqual(await page.getByRole("list", { name: "Receivers of 990010" }).getByRole("listitem").count(), 4);
  deepStrictEqual(await violations(page), []);
  strictEqual(await isTooWide(page), false);

  let voted = "Harbour";
  await page.route(
    /\/api\/voters\/events/,
    (route) => route.fulfill({ contentType: "text/event-stream", body: told(voted) }),
  );
  await page.getByRole("link", { name: "990010" }).click();
  await page.waitForURL(/\/voters\/990010$/);
  const isVoted = (name: string) =>
    page.locator('.receiver[data-state="voted"]', { hasText: name }).waitFor();
  await isVoted("Harbour");
  match(await textOf(page, ".voter-now"), /^Voted:\s+Harbour\s+for /);
  await page.evaluate(`spoken = 0; new MutationObserver(() => spoken++)
    .observe(document.querySelector(".voters [role=status]"), { subtree: true, childList: true, characterData: true })`);
  voted = "Lighthouse";
  await isVoted("Lighthouse");
  const meter = page.getByRole("meter", { name: "Lighthouse" });
  strictEqual(await meter.getAttribute("aria-valuetext"), "204 of 255");
  await page.getByRole("link", { name: "Percent" }).click();
  strictEqual(await meter.getAttribute("aria-valuetext"), "80 percent");
  strictEqual(await page.evaluate("spoken"), 0, "signals are not read out");
  await at(page, "/voters");
  strictEqual(await page.getByRole("link", { name: "Percent" }).getAttribute("aria-current"), "true");
  deepStrictEqual(complaints, []);
}

/** The search answers as somebody types, keeps its address, and works without JavaScript. */
async function findNodes({ open }: Stage): Promise<void> {
  const { page, complaints } = await open({ viewport: { width: 320, height: 640 } });
  await page.getByRole("link", { name: "Find a node" }).click();
  const field = page.getByLabel("Node number, callsign or words");
  await field.pressSequentially("saltmere club");
  await page.waitForSelector('tr[data-node="1966"]');
  strictEqual(await textOf(page, ".lookup-count"), "1 node");
  match(await textOf(page, 'tr[data-node="1966"]'), /1966\s+QX1PVT\s+Club House/);
  strictEqual(new URL(page.url()).search, "?q=saltmere+club");
  strictEqual(await page.evaluate("document.activeElement.name"), "q");
  strictEqual(await isTooWide(page), false);
  deepStrictEqual(await violations(page), []);
  await field.fill("nobody is called that");
  await page.getByText(/^Nothing found/).waitFor();
  strictEqual(await page.locator("tr[data-node]").count(), 0);
  await page.goBack();
  ok(!page.url().includes("lookup"), "each key left an entry in the history");
  deepStrictEqual(complaints, []);

  const plain = await open({ javaScriptEnabled: false });
  await at(plain.page, "/lookup");
  await plain.page.getByLabel("Node number, callsign or words").fill("990010");
  await plain.page.getByRole("button", { name: "Search" }).click();
  match(await textOf(plain.page, 'tr[data-node="990010"]'), /QX1HRB/);
  deepStrictEqual(plain.complaints, []);
}

Deno.test("the search for nodes and the voters are live, keep their address, and can be read without JavaScript", async (t) => {
  await onStage(async (stage) => {
    await t.step("nodes are found", () => findNodes(stage));
    await t.step("voters are followed, in the scale that was chosen", () => seeVoters(stage));
  });
});
