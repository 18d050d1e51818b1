import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { eventually } from "../support/server_process.ts";
import type { StatusAnswer as Status } from "../../lib/wire/mod.ts";
import { onStage, textOf, waitForNexus } from "./harness.ts";

interface StatusAnswer {
  readonly data: Status;
}

/** What is keyed on the page: the links by local node. */
function keyedLinks(page: Page): Promise<string[]> {
  return page.locator('.link[data-keyed="yes"]').evaluateAll((rows) =>
    rows.map((row) =>
      `${row.closest("section")?.getAttribute("aria-labelledby")} ${row.getAttribute("data-node")}`
    )
  );
}

Deno.test("the dashboard goes live by itself, shows a link keying, and nothing complains", async () => {
  await onStage(async ({ open }) => {
    const { page, complaints } = await open();
    await waitForNexus(page, "live");
    // The page may be there before its server has signed in to Asterisk.
    await eventually("both nodes of a server that is connected", async () => {
      const isConnected = /^demo Connected for/.test(await textOf(page, "[data-ami]"));
      return isConnected && await page.locator(".node").count() === 2 || undefined;
    });
    const before = (await keyedLinks(page)).join();
    await eventually("a link that keys or unkeys", async () => {
      const now = (await keyedLinks(page)).join();
      return now === before ? undefined : now;
    });
    await eventually("a running timer", async () => {
      const timers = await page.locator('.link[data-keyed="yes"] .col-keyed').allInnerTexts();
      return timers.some((text) => /0:0[1-9]/.test(text)) ? true : undefined;
    });
    // Below what is in sight, the lists stay as the server wrote them.
    strictEqual(await page.locator(".side > .panel").count(), 2, "the server's lists are gone");
    await page.locator(".side").evaluate((side) => side.setAttribute("data-written", "by the server"));
    await page.locator(".side").scrollIntoViewIfNeeded();
    await eventually(
      "lists that are live now that they are seen",
      async () => await page.locator(".side:not([data-written])").count() > 0 || undefined,
    );
    for (const row of [".talker", ".top-row"]) {
      await eventually(
        `${row} of what was heard`,
        async () => await page.locator(row).count() > 0 || undefined,
      );
    }
    // Props that JSON has words for spare every visitor the code that reads others.
    match(await page.locator("#__FRSH_STATE").evaluate((state) => state.textContent ?? ""), /"plain":\[/);
    deepStrictEqual(complaints, []);
  });
});

/** Keeps every text that the page's live region ever has. */
const REMEMBER_ANNOUNCEMENTS = `
  globalThis.announcements = [];
  const region = document.querySelector('[role="status"]');
  const options = { childList: true, characterData: true, subtree: true };
  new MutationObserver(() => announcements.push(region.textContent)).observe(region, options);
`;

Deno.test("the dashboard says that Nexus is away, and goes on by itself after a restart", async () => {
  await onStage(async ({ site, open }) => {
    const { page, complaints } = await open();
    await waitForNexus(page, "live");
    await page.evaluate(REMEMBER_ANNOUNCEMENTS);
    deepStrictEqual(complaints, []);
    await site.stop();
    await waitForNexus(page, "away");
    match(
      await textOf(page, ".away-banner"),
      /^Nexus is away, showing what was known (\d+ s) ago\. (Trying now|Next try in \d+ s)\.$/,
    );
    strictEqual(await page.locator(".dashboard").getAttribute("data-frozen"), "yes");
    strictEqual(await page.locator(".node").count(), 2, "what was known stays");
    match(await textOf(page, '[role="status"]'), /^Nexus is away/);
    const frozen = await page.locator(".dashboard").innerText();
    await eventually("a second to pass", async () => {
      return /known ([3-9]|\d\d) s/.test(await textOf(page, ".away-banner")) ? true : undefined;
    });
    strictEqual(await page.locator(".dashboard").innerText(), frozen, "times stand still");
    // What comes back is another build of the same version.
    await page.route(site.url, (route) => route.fulfill({ body: "<title>Another build</title>" }));
    await site.start();
    await waitForNexus(page, "live");
    strictEqual(await page.locator(".away-banner").count(), 0);
    await page.getByText("Nexus was updated. Reload for the new page.").waitFor();
    const told = page.getByRole("status").getByText("Nexus was updated, reload for the new page");
    strictEqual(await told.count(), 1, "in a region of its own");
    await page.unroute(site.url);
    const announced = await page.evaluate<readonly string[]>("globalThis.announcements");
    deepStrictEqual(
      // Its server may have signed in to Asterisk in the same moment, and is told of in the same breath.
      announced.filter((text) => text.includes("Nexus")).map((text) =>
        text.replace(/\. Server demo: Connected$/, "")
      ),
      ["Nexus is away, showing what was known", "Connected to Nexus, the page is live"],
      "told once each, on the same page",
    );
    await eventually("the links of the new run", async () => {
      const { data }: StatusAnswer = await (await fetch(`${site.url}api/status`)).json();
      const links = data.nodes.flatMap((node) => node.links.map((link) => link.node)).sort();
      const shown = await page.locator(".link").evaluateAll((rows) =>
        rows.map((row) => row.getAttribute("data-node"))
      );
      return shown.sort().join() === links.join() ? true : undefined;
    });
  });
});

Deno.test("the dashboard goes on after the back-forward cache and a lost network", async () => {
  await onStage(async ({ open }) => {
    const { page, complaints } = await open();
    await waitForNexus(page, "live");
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
    await waitForNexus(page, "rendered");
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    await waitForNexus(page, "live");
    await page.context().setOffline(true);
    await page.context().setOffline(false);
    await waitForNexus(page, "live");
    deepStrictEqual(complaints, []);
  });
});

Deno.test("the dashboard shows right ages in a browser whose clock is hours off", async () => {
  await onStage(async ({ open }) => {
    const { page } = await open({ before: "const real = Date.now; Date.now = () => real() - 5 * 3600_000;" });
    await waitForNexus(page, "live");
    await eventually("a server that was connected just now", async () => {
      const text = await textOf(page, "[data-ami]");
      return /Connected for \d+ s/.test(text) ? true : undefined;
    });
    await eventually("a second to pass", async () => {
      const text = await textOf(page, "[data-ami]");
      return /Connected for ([3-9]|\d\d) s/.test(text) ? true : undefined;
    });
  });
});

Deno.test("the dashboard is complete without JavaScript and loads itself again", async () => {
  await onStage(async ({ open, site }) => {
    await eventually("both nodes and their links", async () => {
      const text = await (await fetch(site.url)).text();
      const links = text.split('class="link"').length - 1;
      return text.split('class="node"').length === 3 && links >= 10 ? true : undefined;
    });
    const { page, complaints } = await open({ javaScriptEnabled: false });
    strictEqual(await page.locator(".node").count(), 2);
    ok(await page.locator("tr.link").count() >= 10, "links are missing");
    match(await textOf(page, ".connections"), /Nexus As of loading\s+demo Connected for/);
    strictEqual(await page.locator('meta[http-equiv="refresh"]').getAttribute("content"), "15");
    ok(await page.locator(".noscript-note").isVisible());
    deepStrictEqual(complaints, []);
  });
});

Deno.test("the dashboard fits narrow screens and is worked by keyboard", async () => {
  await onStage(async ({ open }) => {
    const { page } = await open({ viewport: { width: 1280, height: 800 } });
    await waitForNexus(page, "live");
    for (const width of [1280, 768, 360, 320]) {
      await page.setViewportSize({ width, height: 740 });
      const overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      ok(Number(overflow) <= 0, `scrolls sideways at ${width} px`);
    }
    await page.keyboard.press("Tab");
    const skip = page.locator(".skip-link");
    ok(await skip.evaluate((link) => link === document.activeElement), "the first stop is the skip link");
    await eventually(
      "the skip link to show",
      async () => ((await skip.boundingBox())?.y ?? -1) >= 0 || undefined,
    );
    const box = await skip.boundingBox();
    ok(box && box.height >= 44, `a target of ${box?.height} px`);
    await page.keyboard.press("Enter");
    strictEqual(await page.evaluate("document.activeElement.id"), "main");
  });
});
