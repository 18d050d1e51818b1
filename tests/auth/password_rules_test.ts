import { match, strictEqual } from "node:assert/strict";
import { COMMON_LONG_PASSWORDS } from "../../lib/auth/common_passwords.ts";
import { passwordFault } from "../../lib/auth/password_rules.ts";

Deno.test("passwordFault asks for 12 characters of any kind and nothing else", async () => {
  for (
    const good of [
      "twelve chars",
      "correcthorsebattery",
      "1998 1999 43732",
      "\u{1f4fb}\u{1f4e1} and a mast",
      "x".repeat(11) + "y",
    ]
  ) {
    strictEqual(await passwordFault(good, "w1aw"), null, good);
  }
  match(await passwordFault("elevenchars", "w1aw") ?? "", /too short, expected at least 12/);
  match(await passwordFault("\u{1f4fb}".repeat(6), "w1aw") ?? "", /too short/, "characters, not code units");
  match(await passwordFault("ab".repeat(129), "w1aw") ?? "", /too long/);
});

Deno.test("passwordFault refuses what is guessed first, in any case", async () => {
  for (
    const bad of [
      "123QWEasdzxc",
      "password1234",
      "aaaaaaaaaaaa",
      "PasswordPassword",
      "123123123123",
      "abcdefghijklm",
      "W1AW/W1AW1234",
      "counterstrike",
    ]
  ) match(await passwordFault(bad, "w1aw1234") ?? "good", /take several words/, bad);
});

Deno.test("COMMON_LONG_PASSWORDS holds what length alone does not refuse, in lower case", () => {
  strictEqual(COMMON_LONG_PASSWORDS.size > 200, true);
  for (const each of COMMON_LONG_PASSWORDS) {
    strictEqual(each.length >= 12 && each === each.toLowerCase(), true, each);
  }
});
