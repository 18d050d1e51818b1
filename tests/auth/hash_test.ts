import { deepStrictEqual, match, notStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { COST, PasswordHasher } from "../../lib/auth/mod.ts";
import { BusyError } from "../../lib/auth/hash.ts";

const CHEAP = { logN: 4, r: 8, p: 1 };

Deno.test("PasswordHasher keeps passwords as OWASP asks for it, each with a salt of its own", async () => {
  const hasher = new PasswordHasher();
  const stored = await hasher.hash("correct horse battery");
  match(stored, /^\$scrypt\$ln=13,r=8,p=10\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  deepStrictEqual(await hasher.verify("correct horse battery", stored), { isGood: true, isOutdated: false });
  // One of the equivalents of the Password Storage Cheat Sheet: N=2^13, r=8, p=10.
  deepStrictEqual(COST, { logN: 13, r: 8, p: 10 });
});

Deno.test("PasswordHasher tells right from wrong, and composed from decomposed letters it does not", async () => {
  const hasher = new PasswordHasher(CHEAP);
  const stored = await hasher.hash("Gr\u00fc\u00dfe aus K\u00f6ln");
  notStrictEqual(stored, await hasher.hash("Gr\u00fc\u00dfe aus K\u00f6ln"));
  strictEqual((await hasher.verify("Gru\u0308\u00dfe aus Ko\u0308ln", stored)).isGood, true);
  for (const wrong of ["", "Gr\u00fc\u00dfe aus K\u00f6l", "Gr\u00fc\u00dfe aus K\u00f6ln "]) {
    strictEqual((await hasher.verify(wrong, stored)).isGood, false);
  }
  strictEqual((await hasher.verify("anything", null)).isGood, false, "of an account that is not there");
});

Deno.test("PasswordHasher says which hashes are to be made anew", async () => {
  const old = await new PasswordHasher(CHEAP).hash("a password of old");
  const verified = await new PasswordHasher({ ...CHEAP, p: 2 }).verify("a password of old", old);
  deepStrictEqual(verified, { isGood: true, isOutdated: true });
  await rejects(new PasswordHasher(CHEAP).verify("x", "plain text"), /read a password hash, it is none/);
});

Deno.test("PasswordHasher works on one at a time, lets eight wait, and keeps places for who is known", async () => {
  const hasher = new PasswordHasher(CHEAP);
  const order: number[] = [];
  const waiting = Array.from({ length: 8 }, (_, at) => hasher.hash("x").then(() => order.push(at)));
  strictEqual(hasher.waiting, 8);
  await rejects(hasher.hash("x"), BusyError);
  const known = hasher.hash("x", true).then(() => order.push(8));
  await Promise.all([...waiting, known]);
  deepStrictEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  strictEqual(hasher.waiting, 0);
  ok(await hasher.hash("x"));
});
