import { strictEqual } from "node:assert/strict";
import { ServerTime } from "../../lib/client/server_time.ts";
import { NOW_MS } from "./builders.ts";

Deno.test("ServerTime takes the sample that was delayed least", () => {
  const time = new ServerTime(NOW_MS, 1000);
  strictEqual(time.at(1500), NOW_MS + 500);
  time.observe(NOW_MS + 2000, 2200); // stamped 1,200 ms after the page was seen: the page came 800 ms late
  strictEqual(time.at(2200), NOW_MS + 2000);
  time.observe(NOW_MS + 2100, 5000); // delayed
  strictEqual(time.at(5000), NOW_MS + 4800);
});

Deno.test("ServerTime is not moved by replayed messages", () => {
  const time = new ServerTime(NOW_MS, 0);
  time.observe(NOW_MS - 600_000, 10);
  strictEqual(time.at(10), NOW_MS + 10);
});

Deno.test("ServerTime is right again with the first message after a sleep that stopped the browser's clock", () => {
  const time = new ServerTime(NOW_MS, 0);
  time.observe(NOW_MS + 3_600_000, 1000);
  strictEqual(time.at(1000), NOW_MS + 3_600_000);
});

Deno.test("ServerTime follows a server whose clock was set back within a minute", () => {
  const time = new ServerTime(NOW_MS, 0);
  for (let atMs = 5_000; atMs <= 65_000; atMs += 5_000) time.observe(NOW_MS + atMs - 3_600_000, atMs);
  strictEqual(time.at(65_000), NOW_MS + 65_000 - 3_600_000);
});

Deno.test("ServerTime ignores a timestamp that is no number", () => {
  const time = new ServerTime(NOW_MS, 0);
  time.observe(NaN, 10);
  time.observe(Infinity, 10);
  strictEqual(time.at(10), NOW_MS + 10);
});
