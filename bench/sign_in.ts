/**
 * What accounts cost: sign-ins a second with the password's hash as it is used, how long the event loop stands still for one, and how
 * much longer a request takes that says who asks.
 */
import { cpuUsage } from "node:process";
import { AccountError, Auth, createAudit, PasswordHasher, randomSecret } from "../lib/auth/mod.ts";
import { systemClock } from "../lib/clock/mod.ts";
import { silentLogger } from "../lib/log/mod.ts";
import { AccountFile, AccountTable, AuditTable } from "../lib/store/mod.ts";
import { accountSite, addPeople, bearer } from "../tests/routes/accounts.ts";
import { wait } from "./child.ts";
import { type BenchRow, formatRows } from "./row.ts";

const SIGN_INS = 6;
const LEAST_PER_SECOND = 1;
const STALL_BUDGET_MS = 20;
const OVERHEAD_BUDGET_US = 50;

/** How much more or less work a try is for a name that is not there than for a wrong password. */
const TELLING = 0.1;
const PAIRS = 10;

const ROUNDS = 20;
const REQUESTS = 400;

const PASSWORD = "correct horse battery";
const CALLER = { address: "192.0.2.1", limitKey: "192.0.2.1", agent: null, device: null };

/** Measures sign-ins on a database of their own, and requests against the whole web. */
export async function run(): Promise<BenchRow[]> {
  const { perSecond, stallMs, ratio } = await signIns();
  const overheadUs = await overhead();
  return [
    {
      name: "sign-ins, one after another",
      figure: `${perSecond.toFixed(1)} a second`,
      budget: `${LEAST_PER_SECOND} a second`,
      ok: perSecond >= LEAST_PER_SECOND,
    },
    {
      name: "sign-in, longest stall of the event loop",
      figure: `${stallMs.toFixed(1)} ms`,
      budget: `${STALL_BUDGET_MS} ms`,
      ok: stallMs <= STALL_BUDGET_MS,
    },
    {
      name: "sign-in of a name that is not there, to a wrong password",
      figure: `${ratio.toFixed(2)} times the work`,
      budget: `${1 - TELLING} to ${1 + TELLING}`,
      ok: Math.abs(ratio - 1) <= TELLING,
    },
    {
      name: "request of somebody signed in, beyond that of nobody",
      figure: `${overheadUs.toFixed(1)} us`,
      budget: `${OVERHEAD_BUDGET_US} us`,
      ok: overheadUs <= OVERHEAD_BUDGET_US,
    },
  ];
}

async function signIns(): Promise<{ perSecond: number; stallMs: number; ratio: number }> {
  const folder = await Deno.makeTempDir({ prefix: "nexus-bench-sign-in-" });
  const file = new AccountFile(`${folder}/nexus.db`);
  const clock = systemClock;
  const audit = createAudit({ table: new AuditTable(file), clock, log: silentLogger, keepMs: 1e9 });
  const auth = new Auth({
    table: new AccountTable(file),
    audit,
    clock,
    log: silentLogger,
    secret: randomSecret(),
    ttlMs: 60_000,
    allowRegistration: false,
    onEnded: () => undefined,
    hasher: new PasswordHasher(),
  });
  auth.open();
  const actor = { principal: "console", name: "bench", from: "console" } as const;
  await auth.users.create(actor, { name: "boss", password: PASSWORD, role: "superadmin", nodes: "all" });
  const times: number[] = [];
  const stalls: number[] = [];
  for (let count = 0; count < SIGN_INS; count++) {
    const watch = watchLoop();
    const startedMs = performance.now();
    await auth.accounts.signIn("boss", PASSWORD, CALLER);
    times.push(performance.now() - startedMs);
    stalls.push(watch.stop());
    await wait(50);
  }
  const ratio = await refusals(auth);
  audit.stop();
  file.close();
  await Deno.remove(folder, { recursive: true });
  // Other work on the machine only ever makes one slower.
  return { perSecond: 1_000 / Math.min(...times), stallMs: Math.min(...stalls), ratio };
}

/**
 * What a try for a name that is not there takes of the processor, hashing threads included, to one with a wrong password; in turns,
 * each from a place of its own.
 */
async function refusals(auth: Auth): Promise<number> {
  const best = { unknown: Infinity, wrong: Infinity };
  for (let pair = 0; pair < PAIRS; pair++) {
    for (const kind of ["unknown", "wrong"] as const) {
      // The account's owner is never slowed down by others, nor by a few mistakes.
      const address = kind === "wrong" && pair % 2 === 0 ? CALLER.address : `198.51.100.${pair}`;
      const name = kind === "unknown" ? `nobody${pair}` : "boss";
      const before = cpuUsage();
      await auth.accounts.signIn(name, "a wrong password", { ...CALLER, address, limitKey: address }).catch(
        isRefusal,
      );
      const { user, system } = cpuUsage(before);
      best[kind] = Math.min(best[kind], user + system);
    }
  }
  return best.unknown / best.wrong;
}

function isRefusal(error: unknown): void {
  if (!(error instanceof AccountError) || error.reason !== "wrong") throw error;
}

/** The longest time between two turns of the event loop. */
function watchLoop(): { stop(): number } {
  let longestMs = 0;
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
  }, 1);
  return {
    stop() {
      clearInterval(timer);
      return Math.max(longestMs, performance.now() - lastMs);
    },
  };
}

async function overhead(): Promise<number> {
  const site = accountSite({ publicStatsRpm: 0 });
  await addPeople(site);
  const headers = bearer(await site.token("viewer"));
  const best = { nobody: Infinity, somebody: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    best.nobody = Math.min(
      best.nobody,
      await timeOf(() => site.ask("/health", { headers: { Accept: "*/*" } })),
    );
    best.somebody = Math.min(best.somebody, await timeOf(() => site.ask("/health", { headers })));
  }
  site.close();
  return Math.max(0, best.somebody - best.nobody);
}

/** Microseconds a request. */
async function timeOf(ask: () => Promise<Response>): Promise<number> {
  const startedMs = performance.now();
  for (let count = 0; count < REQUESTS; count++) await (await ask()).body?.cancel();
  return (performance.now() - startedMs) * 1_000 / REQUESTS;
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
