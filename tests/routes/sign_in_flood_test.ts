import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { cpuUsage } from "node:process";
import { PasswordHasher } from "../../lib/auth/mod.ts";
import { type AccountSite, accountSite, addPeople, bearer, PASSWORD } from "./accounts.ts";
import { jsonOf } from "./serving.ts";

const ATTEMPTS = 10_000;

/** More addresses than are kept in mind of any one kind would be slower; so many go round. */
const ADDRESSES = 2_000;

/** Longest that one attempt may hold up everybody else. */
const STALL_MS = 20;

/** Collecting the garbage of the whole test may come to so many; work of an attempt would come with each. */
const STALLS = 4;

/** Processor time of this thread alone, whatever else the machine does; milliseconds. */
function threadMs(): number {
  const text = Deno.readTextFileSync("/proc/thread-self/schedstat");
  return Number(text.split(" ", 1)[0]) / 1e6;
}

function addressOf(at: number): string {
  const number = at % ADDRESSES;
  return `198.18.${number >> 8}.${number & 255}`;
}

const statusOf = async (answer: Promise<Response>) => {
  const response = await answer;
  await response.body?.cancel();
  return response.status;
};

Deno.test("10,000 attempts to sign in stay small, hold nobody up, and the owner gets in from where he was", async () => {
  const site = accountSite();
  await addPeople(site);
  const verify = PasswordHasher.prototype.verify;
  let hashed = 0;
  PasswordHasher.prototype.verify = function (...args) {
    hashed++;
    return verify.apply(this, args);
  };
  try {
    const owner = { username: "superadmin", password: PASSWORD };
    const token = String(
      Reflect.get(Object((await jsonOf(await site.post("/api/auth/login", owner))).data), "token"),
    );
    strictEqual(await statusOf(site.post("/api/auth/logout", { everywhere: true }, bearer(token))), 200);
    const seen = new Map<number, number>();
    let stalls = 0;
    for (let at = 0; at < ATTEMPTS; at++) {
      // One account from everywhere, and every name there could be.
      const username = at % 2 === 0 ? "superadmin" : `guess${at}`;
      const beganMs = threadMs();
      const answer = site.post(
        "/api/auth/login",
        { username, password: `guess ${at} guess` },
        {},
        addressOf(at),
      );
      const status = await statusOf(answer);
      if (threadMs() - beganMs > STALL_MS) stalls++;
      seen.set(status, (seen.get(status) ?? 0) + 1);
      if (at % 10 === 0) site.services.clock.advance(10);
    }
    deepStrictEqual([...seen.keys()].sort(), [401, 429]);
    ok(hashed < ATTEMPTS * 0.6, `${hashed} passwords were hashed`);
    ok(stalls < STALLS, `${stalls} attempts took more than ${STALL_MS} ms`);
    for (const { name, used, limit } of site.services.auth.bounds) ok(used <= limit, `${name}: ${used}`);
    strictEqual(await statusOf(site.post("/api/auth/login", owner)), 200, "from where he was");
    strictEqual(
      await statusOf(site.post("/api/auth/login", owner, {}, "203.0.113.1")),
      429,
      "from anywhere else",
    );
    site.services.clock.advance(60_000);
    strictEqual(
      await statusOf(site.post("/api/auth/login", owner, {}, "203.0.113.1")),
      200,
      "but not for long",
    );
  } finally {
    PasswordHasher.prototype.verify = verify;
    site.close();
  }
});

/** Wall time says what the machine does; processor time, hashing threads included, says what was worked. */
async function workMs(site: AccountSite, username: string): Promise<number> {
  site.services.clock.advance(3_700_000); // nobody waits
  const { user, system } = cpuUsage();
  await statusOf(site.post("/api/auth/login", { username, password: "a wrong password" }));
  const used = cpuUsage({ user, system });
  return (used.user + used.system) / 1_000;
}

/** The tenth part that was cheapest: whatever else ran in between (collecting garbage, a cold cache) only adds. */
function undisturbed(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 10)] ?? NaN;
}

Deno.test("a name that is not there costs the same work as a wrong password", async () => {
  const site = accountSite({}, [], new PasswordHasher({ logN: 11, r: 8, p: 1 }));
  await addPeople(site);
  site.services.auth.stop(); // hours pass below, in which it would look twice a second
  const [known, unknown]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < 40; pair++) {
    known.push(await workMs(site, "operator"));
    unknown.push(await workMs(site, `nobody${pair}`));
  }
  const [ofKnown, ofUnknown] = [undisturbed(known), undisturbed(unknown)];
  ok(ofKnown > 3, `no password is hashed in ${ofKnown} ms`);
  const ratio = ofUnknown / ofKnown;
  ok(ratio > 0.9 && ratio < 1.1, `${ofUnknown} ms to ${ofKnown} ms`);
  site.close();
});
