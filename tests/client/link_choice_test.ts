import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  type ChoiceKeeper,
  DEFAULT_LINK_SORT,
  DEFAULT_VIEW,
  LinkChoice,
  type SortOrder,
} from "../../lib/client/mod.ts";

const byTotal: SortOrder = { column: "total", descending: true };

function keeper(remembered: SortOrder | null = null) {
  const kept: Parameters<ChoiceKeeper["keep"]>[0][] = [];
  return { kept, rememberedSort: () => remembered, keep: (change: typeof kept[number]) => kept.push(change) };
}

Deno.test("LinkChoice begins with what the address asks for and keeps what is chosen", () => {
  const choice = new LinkChoice({ ...DEFAULT_VIEW, filter: "hub", sort: byTotal });
  const kept = keeper({ column: "node", descending: false });
  choice.begin(kept);
  deepStrictEqual(choice.sort.value, byTotal, "the address goes before what is remembered");
  strictEqual(choice.filter.value, "hub");
  choice.filterBy("w1");
  choice.sortBy(DEFAULT_LINK_SORT);
  deepStrictEqual(kept.kept, [
    { filter: "w1", sort: byTotal, remember: false },
    { filter: "w1", sort: DEFAULT_LINK_SORT, remember: true },
  ]);
});

Deno.test("LinkChoice takes the order of an earlier visit where the address asks for none", () => {
  const choice = new LinkChoice();
  choice.begin(keeper(byTotal));
  deepStrictEqual(choice.sort.value, byTotal);
  const fresh = new LinkChoice();
  const kept = keeper();
  fresh.begin(kept);
  deepStrictEqual(fresh.sort.value, DEFAULT_LINK_SORT);
  deepStrictEqual(kept.kept, []);
  const odd = new LinkChoice();
  odd.begin(keeper({ column: "colour", descending: false }));
  deepStrictEqual(odd.sort.value, DEFAULT_LINK_SORT);
});

Deno.test("LinkChoice.hrefOf keeps everything else that the address says", () => {
  const choice = new LinkChoice({ ...DEFAULT_VIEW, nodes: ["1999"], spanMinutes: 120 }, "/radio");
  choice.filterBy("a b");
  strictEqual(choice.hrefOf(byTotal), "?node=1999&filter=a+b&span=120&sort=-total");
});
