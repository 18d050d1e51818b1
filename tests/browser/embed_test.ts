import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import type { NodesAnswer } from "../../lib/wire/mod.ts";
import { eventually } from "../support/server_process.ts";
import { onStage, waitForNexus } from "./harness.ts";

/** A page of another origin that shows what it is told to in frames and as a picture. */
async function club(
  browser: Browser,
  html: string,
): Promise<{ page: Page; said: string[]; stop(): Promise<void> }> {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () =>
      new Response(`<!DOCTYPE html><title>Club</title>${html}`, { headers: { "Content-Type": "text/html" } }),
  );
  const page = await browser.newPage();
  const said: string[] = [];
  page.on("console", (message) => void said.push(message.text()));
  await page.goto(`http://127.0.0.1:${server.addr.port}/`);
  return { page, said, stop: () => server.shutdown() };
}

Deno.test("the card is live in a frame of another site, the badge is a picture there, all else refuses", async () => {
  await onStage(async ({ site, browser }) => {
    const node = await firstNode(site.url);
    const card = `${site.url}embed/nodes/${node}`;
    const { page, said, stop } = await club(
      browser,
      `<iframe name="card" src="${card}" width="360" height="190"></iframe>` +
        `<img src="${card}/badge.svg" alt="badge">` +
        `<iframe name="page" src="${site.url}"></iframe><iframe name="api" src="${site.url}api/status"></iframe>`,
    );
    try {
      const frame = page.frame("card");
      ok(frame, "the card has no frame");
      await frame.waitForSelector('[data-nexus="live"]', { timeout: 60_000 });
      match(await frame.locator(".embed-card").innerText(), /\sLive\s.*\d+ adjacent.*\d+ in the network/s);
      deepStrictEqual(
        await frame.locator(".embed-name a").evaluate((
          link,
        ) => [link.getAttribute("target"), link.getAttribute("rel")]),
        ["_blank", "noopener"],
      );
      const overflow = await frame.evaluate(
        "document.documentElement.scrollHeight - innerHeight + document.documentElement.scrollWidth - innerWidth",
      );
      ok(Number(overflow) <= 0, `the card scrolls by ${overflow} px`);
      const width = await page.locator("img").evaluate((image) =>
        image instanceof HTMLImageElement && image.complete ? image.naturalWidth : 0
      );
      ok(width > 60, `the badge is ${width} px wide`);
      for (const name of ["page", "api"]) {
        match(page.frame(name)?.url() ?? "", /^chrome-error:/, `${name} let itself be framed`);
      }
      const refused = said.filter((text) => text.includes("frame-ancestors 'none'"));
      strictEqual(refused.length, 2);
      strictEqual(said.length, 2, said.join("\n"));
    } finally {
      await stop();
    }
  });
});

Deno.test("the card is whole without JavaScript, loads itself again, and takes its theme from its address", async () => {
  await onStage(async ({ site, browser }) => {
    const node = await firstNode(site.url);
    const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: "light" });
    const page = await context.newPage();
    await page.goto(`${site.url}embed/nodes/${node}?theme=dark`);
    strictEqual(await page.locator('meta[http-equiv="refresh"]').getAttribute("content"), "30");
    match(await page.locator(".embed-card").innerText(), /As of loading.*TX.*RX.*adjacent/s);
    const ground = () =>
      page.locator(".embed-card").evaluate((card) => getComputedStyle(card).backgroundColor);
    strictEqual(await ground(), "rgb(21, 28, 36)");
    await page.goto(`${site.url}embed/nodes/${node}`);
    strictEqual(await ground(), "rgb(255, 255, 255)");
  });
});

Deno.test("the card says in its frame that Nexus is away, and goes on by itself", async () => {
  await onStage(async ({ site, open }) => {
    const { page } = await open();
    await page.goto(`${site.url}embed/nodes/${await firstNode(site.url)}`);
    await waitForNexus(page, "live");
    await site.stop();
    await waitForNexus(page, "away");
    match(await page.locator(".embed-card").innerText(), /As of .*\sNexus is away/s);
    await site.start();
    await waitForNexus(page, "live");
    strictEqual(await page.locator(".embed-card").getAttribute("data-old"), "no");
  });
});

/** A node of the demo that was read already. */
async function firstNode(url: string): Promise<string> {
  return await eventually("a node of the demo", async () => {
    const answer: { data: NodesAnswer } = await (await fetch(`${url}api/nodes`)).json();
    return answer.data.nodes.find(({ stale }) => !stale)?.node_id;
  });
}
