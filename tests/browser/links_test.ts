import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { eventually } from "../support/server_process.ts";
import { onStage, textOf, waitForNexus } from "./harness.ts";

/** Numbers of the links of the first node, as they stand. */
function numbers(page: Page): Promise<string[]> {
  return page.locator(".node").first().locator(".link .link-number").allTextContents();
}

const isSorted = (names: readonly string[]) => {
  const values = names.filter((name) => /^\d+$/.test(name)).map(Number);
  return values.length > 2 && values.every((value, at) => at === 0 || value >= (values[at - 1] ?? 0));
};

Deno.test("links are sorted, filtered and opened by keyboard, and the address and the browser remember", async () => {
  await onStage(async ({ open, site }) => {
    const { page, complaints } = await open({ viewport: { width: 1280, height: 900 } });
    await waitForNexus(page, "live");
    await page.locator(".node").first().locator(".col-node .sort-link").focus();
    await page.keyboard.press("Enter");
    await eventually("the order", async () => isSorted(await numbers(page)) || undefined);
    strictEqual(new URL(page.url()).search, "?sort=node");
    strictEqual(await page.locator('th[aria-sort="ascending"]').first().innerText(), "Node");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/?sort=-node");
    ok(isSorted((await numbers(page)).toReversed()));

    const all = await page.locator(".link").count();
    const [wanted = ""] = await numbers(page);
    await page.locator("#link-filter").fill(wanted);
    await eventually("the filter", async () => (await page.locator(".link").count()) < all || undefined);
    strictEqual(new URL(page.url()).searchParams.get("filter"), wanted);
    await eventually("the count to be said", async () => {
      const said = await page.locator('.link-filter [role="status"]').textContent();
      return said && /^\d of \d+ links$/.test(said) ? true : undefined;
    });
    await page.keyboard.press("Escape");
    strictEqual(await page.locator("#link-filter").inputValue(), "");
    await eventually("all links", async () => (await page.locator(".link").count()) >= all || undefined);

    const button = page.locator(".link-open").first();
    await button.focus();
    await page.keyboard.press("Space");
    strictEqual(await button.getAttribute("aria-expanded"), "true");
    const details = page.locator(`[id="${await button.getAttribute("aria-controls")}"]`);
    await eventually("the last transmissions", async () => {
      const told = await details.locator(".link-last").innerText();
      return /UTC|None remembered/.test(told) ? true : undefined;
    });
    match(await details.innerText(), /Mode[\s\S]*Direction[\s\S]*Talk ever/);
    await page.keyboard.press("Enter");
    strictEqual(await details.count(), 0);

    const html = await (await page.request.get(site.url)).text();
    const rendered = [...(html.split('class="links"')[1] ?? "").matchAll(/class="link-number">(\d+)</g)];
    ok(isSorted(rendered.map(([, number]) => number ?? "").toReversed()), "the server renders that order");
    await page.goto(site.url);
    await eventually("the order of before", async () => {
      return isSorted((await numbers(page)).toReversed()) || undefined;
    });
    deepStrictEqual(complaints, []);
  });
});

Deno.test("links keep their places under the pointer, and take them when it leaves", async () => {
  await onStage(async ({ open }) => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } });
    await waitForNexus(page, "live");
    const rows = page.locator(".node").first().locator("tbody");
    await rows.locator(".link").nth(2).hover();
    const before = await numbers(page);
    // Not a wait for a result: the order must not change, however often the links key meanwhile.
    for (const endMs = performance.now() + 2_500; performance.now() < endMs;) {
      deepStrictEqual((await numbers(page)).slice(0, before.length), before);
      await page.waitForTimeout(100);
    }
    await page.mouse.move(5, 5);
    await eventually("a keyed link to be the first", async () => {
      const keyed = await rows.locator('.link[data-keyed="yes"]').count();
      const first = await rows.locator(".link").first().getAttribute("data-keyed");
      return keyed > 0 && first === "yes" ? true : undefined;
    });
  });
});

Deno.test("links are sorted and filtered without JavaScript, as rows and as cards", async () => {
  await onStage(async ({ open, site }) => {
    const { page, complaints } = await open({
      javaScriptEnabled: false,
      viewport: { width: 1280, height: 900 },
    });
    await eventually("the links", async () => {
      await page.goto(site.url);
      return (await page.locator(".link").count()) >= 10 ? true : undefined;
    });
    await page.locator(".node").first().locator(".col-node .sort-link").click();
    await page.waitForURL("**/?sort=node", { waitUntil: "load" });
    strictEqual(new URL(page.url()).search, "?sort=node");
    ok(isSorted(await numbers(page)));
    const [wanted = ""] = await numbers(page);
    await page.locator("#link-filter").fill(wanted);
    await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL("**filter=**", { waitUntil: "load" });
    strictEqual(new URL(page.url()).searchParams.get("filter"), wanted);
    strictEqual(new URL(page.url()).searchParams.get("sort"), "node");
    ok((await numbers(page)).every((number) => number.includes(wanted)));
    match(await textOf(page, ".link-matches"), /^\d of \d+ links$/);
    strictEqual(await page.locator(".link-open").first().isVisible(), false, "nothing that does nothing");
    await page.setViewportSize({ width: 360, height: 800 });
    strictEqual(
      await page.locator(".link").first().evaluate((row) => getComputedStyle(row).display),
      "block",
    );
    strictEqual(
      await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
      false,
    );
    deepStrictEqual(complaints, []);
  });
});
