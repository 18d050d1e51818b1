import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { filteredLinks, filterWords } from "../../lib/client/mod.ts";
import { link, model, status } from "./builders.ts";

const links = model({
  nodes: [status([
    link("2000", { callsign: "W1ABC", description: "North Hub", location: "Boston, MA" }),
    link("42000", { callsign: "K2X", location: "Köln" }),
    link("KF8S", { ip: "10.0.0.200" }),
  ])],
}).nodes.get("1999")?.links ?? new Map();

const found = (typed: string) => [...filteredLinks(links, filterWords(typed)).keys()].join(" ");

Deno.test("filteredLinks looks at number, callsign, description and place, whatever the case", () => {
  strictEqual(found("2000"), "2000 42000");
  strictEqual(found("w1a"), "2000");
  strictEqual(found("HUB"), "2000");
  strictEqual(found("boston"), "2000");
  strictEqual(found("KÖLN"), "42000");
  strictEqual(found("10.0"), "", "an address is nobody's name");
});

Deno.test("filteredLinks wants every word, anywhere", () => {
  strictEqual(found("  hub   w1abc "), "2000");
  strictEqual(found("hub köln"), "");
  strictEqual(found("ma north"), "2000");
});

Deno.test("filteredLinks gives the same links when nothing is typed", () => {
  strictEqual(filteredLinks(links, filterWords(" \t")), links);
  deepStrictEqual(filterWords(""), []);
});
