import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  formatAge,
  formatInstant,
  formatPercent,
  formatSpan,
  formatTimer,
  formatTotal,
  isoInstant,
  UNKNOWN,
} from "../../lib/client/mod.ts";

const spaced = (text: string) => text.replaceAll("\u00a0", " ");

Deno.test("formatTimer counts minutes and hours like a clock", () => {
  const cases: [number | null, string][] = [
    [0, "0:00"],
    [0.999, "0:00"],
    [59.999, "0:59"],
    [60, "1:00"],
    [3599, "59:59"],
    [3600, "1:00:00"],
    [360_062, "100:01:02"],
    [-5, "0:00"],
    [null, UNKNOWN],
    [NaN, UNKNOWN],
    [Infinity, UNKNOWN],
  ];
  for (const [seconds, text] of cases) strictEqual(formatTimer(seconds), text, String(seconds));
});

Deno.test("formatSpan changes its units exactly at a minute, an hour and a day", () => {
  const cases: [number | null, string][] = [
    [0, "0 s"],
    [59.9, "59 s"],
    [60, "1 min"],
    [3599, "59 min"],
    [3600, "1h 00m"],
    [3660, "1h 01m"],
    [86_399, "23h 59m"],
    [86_400, "1d 0h"],
    [86_400 * 400 + 3600, "400d 1h"],
    [-1, "0 s"],
    [null, UNKNOWN],
  ];
  for (const [seconds, text] of cases) strictEqual(spaced(formatSpan(seconds)), text, String(seconds));
});

Deno.test("formatAge says now for two seconds, then one unit", () => {
  const cases: [number, string][] = [
    [0, "now"],
    [1.999, "now"],
    [2, "2 s ago"],
    [60, "1 min ago"],
    [3600, "1 h ago"],
    [86_399, "23 h ago"],
    [86_400, "1 d ago"],
  ];
  deepStrictEqual(cases.map(([seconds]) => spaced(formatAge(seconds))), cases.map(([, text]) => text));
});

Deno.test("formatPercent stays within 0 and 100 and has at most one decimal", () => {
  const cases: [number | null, string][] = [
    [0, "0 %"],
    [0.04, "0 %"],
    [0.05, "0.1 %"],
    [12.34, "12.3 %"],
    [99.96, "100 %"],
    [130, "100 %"],
    [-3, "0 %"],
    [null, UNKNOWN],
    [NaN, UNKNOWN],
  ];
  for (const [percent, text] of cases) strictEqual(spaced(formatPercent(percent)), text, String(percent));
});

Deno.test("formatInstant and isoInstant give nothing for what is no instant", () => {
  const atMs = Date.UTC(2026, 1, 12, 10, 30, 4, 120);
  strictEqual(formatInstant(atMs), "2026-02-12 10:30:04 UTC");
  strictEqual(isoInstant(atMs), "2026-02-12T10:30:04.120Z");
  for (const none of [null, NaN, Infinity, 9e15]) {
    strictEqual(formatInstant(none), "", String(none));
    strictEqual(isoInstant(none), undefined, String(none));
  }
});

Deno.test("the formats never write NaN, undefined, Infinity or a negative number", () => {
  const anything = fc.oneof(fc.double(), fc.integer(), fc.constant(null));
  fc.assert(fc.property(anything, (value) => {
    const texts = [formatTimer(value), formatSpan(value), formatAge(value), formatPercent(value)];
    for (const text of texts) match(text, /^(?!.*(NaN|undefined|Infinity|null|-)).+$/);
  }));
});

Deno.test("formatTotal counts seconds below 1,000 hours and hours from there", () => {
  strictEqual(formatTotal(3_599_999), "999:59:59");
  strictEqual(formatTotal(3_600_000), "1000\u00a0h");
  strictEqual(formatTotal(3_723_000), "1034\u00a0h");
  strictEqual(formatTotal(7), "0:07");
  strictEqual(formatTotal(null), UNKNOWN);
});
