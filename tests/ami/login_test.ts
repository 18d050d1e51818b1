import { strictEqual } from "node:assert/strict";
import { challengeKey } from "../../lib/ami/login.ts";

Deno.test("challengeKey gives the key that a recorded Asterisk accepted", () => {
  strictEqual(challengeKey("155415594", "test"), "808639092f9070116e8f21801707957c");
});
