import { systemClock, VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { openStore } from "../../lib/store/mod.ts";
import { added, info, iso, keyed, talk, unkeyed } from "./events.ts";

/**
 * A program that is killed: it keys one link for good and another on and off, and prints every few milliseconds what a viewer of its
 * state machine would be shown. Its time goes on in steps, one for each turn that the machine lets it have: no timer is late.
 */
const path = Deno.args[0];
if (path === undefined) throw new TypeError("start the child, it needs the path of a database");

const encoder = new TextEncoder();
const STEP_MS = 15;
const clock = new VirtualClock(systemClock.now());
const store = openStore({ path, clock, log: silentLogger, retentionDays: 90 });
let number = 0;
const give = (event: ReturnType<typeof keyed>) => store.take({ number: ++number, event });

const startMs = clock.now();
give(
  added(
    startMs,
    info("2000", { connected_since: iso(startMs) }),
    info("2001", { connected_since: iso(startMs) }),
  ),
);
give(keyed(startMs, "2000", 100));
give(talk(startMs, "2000"));

let flickerSec = 0;
let flickerSinceMs: number | null = null;
clock.every(330, () => {
  const nowMs = clock.now();
  if (flickerSinceMs === null) {
    give(keyed(nowMs, "2001", flickerSec));
    give(talk(nowMs, "2001"));
    flickerSinceMs = nowMs;
    return;
  }
  const lasted = (nowMs - flickerSinceMs) / 1_000;
  give(unkeyed(nowMs, "2001", flickerSec += lasted));
  give(talk(nowMs, "2001", lasted));
  flickerSinceMs = null;
});
systemClock.every(STEP_MS, () => {
  clock.advance(STEP_MS);
  const nowMs = clock.now();
  const running = flickerSinceMs === null ? 0 : nowMs - flickerSinceMs;
  const line = { steadyMs: 100_000 + nowMs - startMs, flickerMs: Math.round(flickerSec * 1_000) + running };
  Deno.stdout.writeSync(encoder.encode(`${JSON.stringify({ ...line, startMs })}\n`));
});
