import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { begin, type Connection, end, type GuardTimes, overdue } from "../../lib/guard/connection.ts";
import type { Taken } from "../../lib/native/mod.ts";

const TIMES: GuardTimes = { headersMs: 10_000, bodyMs: 30_000, idleMs: 130_000, takeMs: 60_000 };

function connection(): Connection {
  const activity = { is: "waiting", first: true, sinceMs: 0, from: null } as const;
  return { end: { address: "192.0.2.1", port: 5_000 }, group: null, fd: 9, activity };
}

/** Looks every second from one instant to another; gives when it had its time and why, `null` when it never had. */
function look(of: Connection, fromMs: number, toMs: number, taken: (nowMs: number) => Taken) {
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += 1_000) {
    const why = overdue(of, nowMs, TIMES, () => taken(nowMs));
    if (why !== null) return { atMs: nowMs, why };
  }
  return null;
}

const nothing = (): Taken => ({ bytes: 0, isAll: true });

Deno.test("overdue counts from the connection to the first request, and only bodies after it", () => {
  const silent = connection();
  deepStrictEqual(look(silent, 0, 60_000, nothing), { atMs: 11_000, why: "headers" });
  const posting = connection();
  begin(posting, 9_000, true);
  deepStrictEqual(look(posting, 9_000, 600_000, nothing), { atMs: 40_000, why: "body" });
  const getting = connection();
  begin(getting, 9_000, false);
  strictEqual(look(getting, 9_000, 600_000, nothing), null);
});

Deno.test("overdue lets an answer be taken for as long as it takes, and ends who takes next to nothing of it", () => {
  const taking = (bytesPerSecond: number) => (nowMs: number): Taken => ({
    bytes: bytesPerSecond * nowMs / 1_000,
    isAll: false,
  });
  const answered = () => {
    const of = connection();
    begin(of, 0, false).step = { is: "answered", from: null };
    return of;
  };
  strictEqual(look(answered(), 0, 3_600_000, taking(600)), null);
  deepStrictEqual(look(answered(), 0, 3_600_000, taking(400)), { atMs: 61_000, why: "reading" });
  // Whoever took everything waits for the program.
  strictEqual(look(answered(), 0, 3_600_000, nothing), null);
});

Deno.test("overdue ends an idle connection, but not while what was sent to it is still taken", () => {
  const rested = () => {
    const of = connection();
    end(of, begin(of, 0, false), 1_000);
    return of;
  };
  deepStrictEqual(look(rested(), 1_000, 600_000, nothing), { atMs: 137_000, why: "idle" });
  const until = (endMs: number) => (nowMs: number): Taken => ({
    bytes: 1_000 * Math.min(nowMs, endMs) / 1_000,
    isAll: nowMs % 3_000 === 0 || nowMs >= endMs,
  });
  strictEqual(look(rested(), 1_000, 600_000, until(900_000)), null);
  strictEqual(look(rested(), 1_000, 900_000, until(300_000))?.why, "idle");
  const stuck = (): Taken => ({ bytes: 5_000, isAll: false });
  deepStrictEqual(look(rested(), 1_000, 900_000, stuck), { atMs: 193_000, why: "reading" });
});

Deno.test("overdue has no end for streams and WebSockets", () => {
  const stream = connection();
  begin(stream, 0, false).step = { is: "streaming" };
  const stuck = (): Taken => ({ bytes: 0, isAll: false });
  strictEqual(look(stream, 0, 3_600_000, stuck), null);
  const socket = connection();
  socket.activity = { is: "socket" };
  strictEqual(look(socket, 0, 3_600_000, stuck), null);
});
