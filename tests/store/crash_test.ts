import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { TextLineStream } from "./lines.ts";
import fc from "fast-check";
import { added, info, iso, keyed, open, T0, talk, totals, unkeyed } from "./events.ts";

/** What may be lost; and a step of the child's time, in which it is killed, with the rounding of two sums. */
const LOSS_MS = 1_000;
const STEP_MS = 15 + 2;

/** What the steady link had talked before the child began. */
const KEYED_BEFORE_MS = 100_000;

interface Shown {
  readonly steadyMs: number;
  readonly flickerMs: number;
  readonly startMs: number;
}

/** Starts the child, kills it once it has told of `afterMs` of its time, and gives the last line that it printed. */
async function runAndKill(path: string, afterMs: number): Promise<Shown> {
  const script = new URL("crash_child.ts", import.meta.url).pathname;
  const args = ["run", "--no-check", "--quiet", "-A", script, path];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "inherit" }).spawn();
  let shown: Shown | undefined;
  let isKilled = false;
  for await (
    const line of child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())
  ) {
    shown = JSON.parse(line);
    if (!isKilled && (shown?.steadyMs ?? 0) - KEYED_BEFORE_MS >= afterMs) {
      isKilled = true;
      child.kill("SIGKILL");
    }
  }
  assert.equal((await child.status).signal, "SIGKILL");
  assert.ok(shown);
  return shown;
}

Deno.test("Store loses at most a second of transmit time when the process is killed", async () => {
  const directory = await Deno.makeTempDir({ prefix: "nexus-crash-" });
  try {
    for (const afterMs of [1_050 + Math.random() * 900, 300 + Math.random() * 500]) {
      const path = `${directory}/${afterMs}.db`;
      const shown = await runAndKill(path, afterMs);
      const { store } = open(path, shown.startMs + shown.steadyMs - KEYED_BEFORE_MS);
      const stored = totals(store);
      for (
        const [link, wantedMs] of [["1998/2000", shown.steadyMs], ["1998/2001", shown.flickerMs]] as const
      ) {
        const lostMs = wantedMs - (stored[link] ?? 0) * 1_000;
        assert.ok(lostMs <= LOSS_MS + STEP_MS, `${link} lost ${lostMs} ms after ${afterMs} ms`);
        assert.ok(lostMs >= -STEP_MS, `${link} has ${-lostMs} ms too much after ${afterMs} ms`);
      }
      const steady = store.recallLink("1998", "2000");
      const about = `after ${afterMs} ms`;
      assert.equal(steady?.openSession?.connectedSinceMs, shown.startMs, about);
      const offMs = (steady?.openSession?.txMs ?? 0) + KEYED_BEFORE_MS - (steady?.totalTxMs ?? 0);
      assert.ok(Math.abs(offMs) <= 1, `sums differ by ${offMs} ms ${about}`);
      for (const row of store.recentTransmissions({ sinceMs: 0, limit: 100 })) {
        assert.notEqual(row.endedAtMs, null, about);
      }
      store.close();
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

type Step =
  | { readonly do: "key" | "unkey" | "add" | "flush"; readonly link: number }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "crash" | "restart" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("key", "unkey"), link: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("wait"), ms: fc.integer({ min: 1, max: 4_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("add", "flush"), link: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("crash", "restart") }) },
);

/** The state machine before the store, as small as can be: it is seeded from the store and tells edges. */
class Talkers {
  readonly totalMs = [0, 0, 0];
  readonly sinceMs: (number | null)[] = [null, null, null];
  bench;
  db: DatabaseSync | undefined;

  constructor(private readonly path: string) {
    this.bench = this.start(T0);
  }

  start(atMs: number) {
    const bench = open(this.path, atMs, { connect: (path) => this.db = new DatabaseSync(path) });
    this.totalMs.forEach((_, link) => {
      this.totalMs[link] = bench.store.recallLink("1998", String(link))?.totalTxMs ?? 0;
      this.sinceMs[link] = null;
    });
    return bench;
  }

  get nowMs(): number {
    return this.bench.clock.now();
  }

  runningMs(link: number): number {
    const sinceMs = this.sinceMs[link] ?? null;
    return (this.totalMs[link] ?? 0) + (sinceMs === null ? 0 : this.nowMs - sinceMs);
  }

  edge(link: number, down: boolean): void {
    const { give, clock } = this.bench;
    const sinceMs = this.sinceMs[link] ?? null;
    if (down === (sinceMs !== null)) return;
    const node = String(link);
    this.totalMs[link] = this.runningMs(link);
    this.sinceMs[link] = down ? clock.now() : null;
    const totalSec = (this.totalMs[link] ?? 0) / 1_000;
    if (sinceMs === null) give(keyed(clock.now(), node, totalSec), talk(clock.now(), node));
    else give(unkeyed(clock.now(), node, totalSec), talk(clock.now(), node, (clock.now() - sinceMs) / 1_000));
  }

  /** Closes in order, or loses what was not written. */
  end(orderly: boolean): void {
    if (orderly) this.bench.store.close();
    else this.db?.close();
  }
}

Deno.test("Store gives the same totals back whatever happened, less a second after a crash, and never shrinks one", () => {
  const directory = Deno.makeTempDirSync({ prefix: "nexus-replay-" });
  let file = 0;
  try {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const talkers = new Talkers(`${directory}/${file++}.db`);
        const shown = [0, 0, 0];
        for (const now of [...steps, { do: "restart" } as const]) {
          apply(talkers, now);
          const stored = totals(talkers.bench.store);
          shown.forEach((before, link) => {
            const total = Math.round((stored[`1998/${link}`] ?? 0) * 1_000);
            if (now.do !== "crash") assert.ok(total >= before, `${link}: ${total} after ${before}`);
            assert.ok(total <= talkers.runningMs(link) && total >= talkers.runningMs(link) - LOSS_MS);
            shown[link] = total;
          });
        }
        assert.equal(talkers.bench.store.metrics.shrinksRefused, 0);
        talkers.end(true);
      }),
      { numRuns: 80 },
    );
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
});

function apply(talkers: Talkers, step: Step): void {
  const { bench } = talkers;
  switch (step.do) {
    case "key":
    case "unkey":
      return talkers.edge(step.link, step.do === "key");
    case "add":
      return bench.give(added(
        bench.clock.now(),
        info(String(step.link), {
          connected_since: iso(T0),
          total_tx_seconds: talkers.runningMs(step.link) / 1_000,
          current_tx: talkers.sinceMs[step.link] !== null,
          current_tx_since: talkers.sinceMs[step.link] === null ? null : iso(talkers.sinceMs[step.link] ?? 0),
        }),
      ));
    case "flush":
      return bench.store.flush();
    case "wait":
      return bench.clock.advance(step.ms);
    case "crash":
    case "restart": {
      const orderly = step.do === "restart";
      const before = [0, 1, 2].map((link) => talkers.runningMs(link));
      const atMs = talkers.nowMs;
      talkers.end(orderly);
      talkers.bench = talkers.start(atMs);
      before.forEach((total, link) => {
        const lostMs = total - talkers.runningMs(link);
        assert.ok(lostMs >= 0 && lostMs <= (orderly ? 0 : LOSS_MS), `${link} lost ${lostMs} ms`);
      });
    }
  }
}
