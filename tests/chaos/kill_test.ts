import { killRounds } from "./kill.ts";

/** `deno task kill` does a hundred. */
const TIMES = 3;

Deno.test("the program killed in the midst of traffic keeps all but a second, and all that was shown", async () => {
  await killRounds(TIMES, Date.now() % 100_000);
});
