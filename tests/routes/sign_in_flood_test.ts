import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type Derive, PasswordHasher, scryptKey } from "../../lib/auth/mod.ts";
import { type AccountSite, accountSite, addPeople, bearer, PASSWORD } from "./accounts.ts";
import { jsonOf } from "./serving.ts";

const ATTEMPTS = 10_000;

/** More addresses than are kept in mind of any one kind would be slower; so many go round. */
const ADDRESSES = 2_000;

/** Longest that one attempt may hold up everybody else. */
const STALL_MS = 20;

/** Collecting the garbage of the whole test may come to so many; work of an attempt would come with each. */
const STALLS = 4;

/** Floods of which one must show no more: what else the machine does makes some of the attempts slow, but not of every flood. */
const FLOODS = 3;

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
  const stalls: number[] = [];
  while (stalls.length < FLOODS && !stalls.some((count) => count < STALLS)) stalls.push(await flood());
  ok(stalls.some((count) => count < STALLS), `${stalls} attempts took more than ${STALL_MS} ms`);
});

/** Floods a site of its own; gives how many of the attempts held others up. */
async function flood(): Promise<number> {
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
      const { status, tookMs } = await attempt(site, at);
      if (tookMs > STALL_MS) stalls++;
      seen.set(status, (seen.get(status) ?? 0) + 1);
      if (at % 10 === 0) site.services.clock.advance(10);
    }
    deepStrictEqual([...seen.keys()].sort(), [401, 429]);
    ok(hashed < ATTEMPTS * 0.6, `${hashed} passwords were hashed`);
    for (const { name, used, limit } of site.services.auth.bounds) ok(used <= limit, `${name}: ${used}`);
    strictEqual(await statusOf(site.post("/api/auth/login", owner)), 200, "from where he was");
    const elsewhere = () => statusOf(site.post("/api/auth/login", owner, {}, "203.0.113.1"));
    strictEqual(await elsewhere(), 429, "from anywhere else");
    site.services.clock.advance(60_000);
    strictEqual(await elsewhere(), 200, "but not for long");
    return stalls;
  } finally {
    PasswordHasher.prototype.verify = verify;
    site.close();
  }
}

/** One account from everywhere, and every name there could be. */
async function attempt(site: AccountSite, at: number): Promise<{ status: number; tookMs: number }> {
  const username = at % 2 === 0 ? "superadmin" : `guess${at}`;
  const body = { username, password: `guess ${at} guess` };
  const beganMs = threadMs();
  const status = await statusOf(site.post("/api/auth/login", body, {}, addressOf(at)));
  return { status, tookMs: threadMs() - beganMs };
}

/** Tries one sign-in; gives everything that was worked for it, and how it was answered. */
async function workOf(site: AccountSite, worked: unknown[], username: string): Promise<unknown> {
  site.services.clock.advance(3_700_000); // nobody waits
  worked.length = 0;
  const actsBefore = site.services.acts.length;
  const answer = await site.post("/api/auth/login", { username, password: "a wrong password" });
  const { status, headers } = answer;
  const { error } = await jsonOf(answer);
  const names = [...headers.keys()].sort();
  return { worked: [...worked], acts: site.services.acts.length - actsBefore, status, error, names };
}

Deno.test("a name that is not there costs the same work as a wrong password", async () => {
  const worked: unknown[] = [];
  const noting: Derive = (password, salt, cost) => {
    worked.push({ password, saltBytes: salt.length, cost });
    return scryptKey(password, salt, cost);
  };
  const cost = { logN: 4, r: 8, p: 3 };
  const site = accountSite({}, [], new PasswordHasher(cost, noting));
  await addPeople(site);
  site.services.auth.stop(); // hours pass below, in which it would look twice a second
  const known = await workOf(site, worked, "operator");
  deepStrictEqual(Reflect.get(Object(known), "worked"), [{
    password: "a wrong password",
    saltBytes: 16,
    cost,
  }]);
  for (let pair = 0; pair < 40; pair++) {
    deepStrictEqual(await workOf(site, worked, "operator"), known);
    deepStrictEqual(await workOf(site, worked, `nobody${pair}`), known, "a name that is not there");
  }
  site.close();
});

Deno.test("a refusal comes when the hash is made, whether the name is there or not", async () => {
  const turns: (() => void)[] = [];
  const held: Derive = async (password, salt, cost) => {
    await new Promise<void>((resolve) => void turns.push(resolve));
    return await scryptKey(password, salt, cost);
  };
  const site = accountSite({}, [], new PasswordHasher({ logN: 1, r: 1, p: 1 }, held));
  const making = addPeople(site);
  let isMade = false;
  making.finally(() => isMade = true);
  while (!isMade) await turn(turns);
  for (const username of ["operator", "nobody"]) {
    let isAnswered = false;
    const answer = site.post("/api/auth/login", { username, password: "a wrong password" });
    answer.finally(() => isAnswered = true);
    while (turns.length === 0) await nextTurn();
    for (let round = 0; round < 20; round++) await nextTurn();
    strictEqual(isAnswered, false, `${username} is answered before anything was compared`);
    await turn(turns);
    strictEqual(await statusOf(answer), 401);
  }
  site.close();
});

/** Lets one hash be made that waits, and others have their turn. */
async function turn(turns: (() => void)[]): Promise<void> {
  turns.shift()?.();
  await nextTurn();
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, 0));
}
