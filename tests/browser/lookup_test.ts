import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { violations } from "./axe.ts";
import { onStage, textOf } from "./harness.ts";

async function at(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
}

async function isTooWide(page: Page): Promise<boolean> {
  return await page.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth");
}

Deno.test("the search for nodes answers as somebody types, keeps its address, and works without JavaScript", async () => {
  await onStage(async ({ open }) => {
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
  });
});
