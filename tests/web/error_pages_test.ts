import { match, strictEqual } from "node:assert/strict";
import * as notFound from "../../routes/_404.tsx";
import * as failed from "../../routes/_500.tsx";
import { virtualSite } from "../fresh/virtual_site.ts";

const site = () =>
  virtualSite({
    routes: {
      "routes/_404.tsx": notFound,
      "routes/_500.tsx": failed,
      "routes/broken.ts": {
        handler: () => {
          throw new Error("the database password is hunter2");
        },
      },
    },
  });

for (const method of ["GET", "POST", "HEAD"]) {
  Deno.test(`${method} of a page that is not there is answered with 404 and a page`, async () => {
    const response = await site().fetch("/<nowhere>", { method });
    strictEqual(response.status, 404);
    const text = await response.text();
    if (method !== "HEAD") match(text, /<code>\/%3Cnowhere%3E<\/code>/);
  });
}

Deno.test("a page that fails is answered with 500 and says nothing of the cause", async () => {
  const pages = site();
  const response = await pages.fetch("/broken");
  strictEqual(response.status, 500);
  const text = await response.text();
  match(text, /<h\d/);
  strictEqual(text.includes("hunter2"), false);
  strictEqual(pages.errors.length, 1);
});
