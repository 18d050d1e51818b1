import { deepStrictEqual, ok } from "node:assert/strict";
import { soak } from "./soak.ts";
import { faultsOf } from "./verdict.ts";

/** `deno task soak` lets a whole day pass, and looks at memory too. */
const MINUTES = 2;

Deno.test("the program holds after traffic and viewers what it held before: files, timers, statements, subscribers", async () => {
  const result = await soak(MINUTES, () => {}, true);
  ok(result.visits >= 20 && result.messages > 1_000, `${result.visits} visits, ${result.messages} messages`);
  deepStrictEqual(faultsOf(result, false), []);
});
