import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type Clock, VirtualClock } from "../../../lib/clock/mod.ts";
import { Agenda } from "../../../lib/simulator/world/agenda.ts";

function started(clock: Clock, speed = 1): Agenda {
  const agenda = new Agenda(clock, speed);
  agenda.start();
  return agenda;
}

Deno.test("Agenda runs tasks in order of due time, then of their making, each at its own time", () => {
  fc.assert(fc.property(fc.array(fc.nat(50), { maxLength: 60 }), (delays) => {
    const clock = new VirtualClock(1_000);
    const agenda = started(clock);
    const ran: [number, number][] = [];
    delays.forEach((delayMs, index) => agenda.after(delayMs, () => ran.push([agenda.now() - 1_000, index])));
    clock.advance(50);
    const expected = delays.map((delayMs, index): [number, number] => [delayMs, index])
      .sort((left, right) => left[0] - right[0] || left[1] - right[1]);
    deepStrictEqual(ran, expected);
  }));
});

Deno.test("Agenda keeps one timer of the clock however many tasks there are, and none after the last", () => {
  const clock = new VirtualClock();
  const agenda = started(clock);
  for (let delayMs = 100; delayMs > 0; delayMs--) agenda.after(delayMs, () => {});
  strictEqual(clock.pending, 1);
  clock.advance(100);
  strictEqual(clock.pending, 0);
  strictEqual(agenda.pending, 0);
});

Deno.test("Agenda does not run what was called off", () => {
  const clock = new VirtualClock();
  const agenda = started(clock);
  const ran: string[] = [];
  agenda.after(5, () => ran.push("kept"));
  agenda.after(5, () => ran.push("called off")).cancel();
  clock.advance(10);
  deepStrictEqual(ran, ["kept"]);
});

Deno.test("Agenda's time runs faster than the clock's by its speed", () => {
  const clock = new VirtualClock(500);
  const agenda = started(clock, 100);
  const ran: number[] = [];
  for (const delayMs of [7, 1_000, 3_333]) agenda.after(delayMs, () => ran.push(agenda.now()));
  clock.advance(10);
  deepStrictEqual(ran, [507, 1_500]);
  strictEqual(agenda.now(), 1_500);
  clock.advance(24);
  deepStrictEqual(ran, [507, 1_500, 3_833]);
});

Deno.test("Agenda gives a task its due time even when its timer was late", () => {
  const late = new VirtualClock();
  const clock: Clock = {
    now: () => late.now(),
    monotonicMs: () => late.monotonicMs(),
    after: (delayMs, run) => late.after(delayMs + 30, run),
    every: (periodMs, run) => late.every(periodMs, run),
    random: () => 0,
  };
  const agenda = started(clock);
  const ran: number[] = [];
  agenda.after(10, () => {
    ran.push(agenda.now());
    agenda.after(5, () => ran.push(agenda.now()));
  });
  late.advance(100);
  deepStrictEqual(ran, [10, 15]);
});

Deno.test("Agenda goes on where it was after the machine slept, without hours of traffic at once", () => {
  let sleptMs = 0;
  const awake = new VirtualClock();
  const clock: Clock = {
    now: () => awake.now() + sleptMs,
    monotonicMs: () => awake.monotonicMs() + sleptMs,
    after: (delayMs, run) => awake.after(delayMs, run),
    every: (periodMs, run) => awake.every(periodMs, run),
    random: () => 0,
  };
  const agenda = started(clock);
  let ran = 0;
  const again = () => {
    ran++;
    agenda.after(100, again);
  };
  agenda.after(100, again);
  awake.advance(1_000);
  strictEqual(ran, 10);
  sleptMs = 8 * 3_600_000;
  awake.advance(1_000);
  strictEqual(ran, 20);
  agenda.stop();
  strictEqual(awake.pending, 0);
});
