import { doesNotMatch, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { NOTE_LENGTH, plainText } from "../../lib/rpt/mod.ts";

Deno.test("plainText gives what scripts wrote for people, without markup", () => {
  const cases = [
    ["", ""],
    ["  Wind \t until\n18:00 ", "Wind until 18:00"],
    ["<b>Town&nbsp;&nbsp; (82&deg;F, 28&#176;C / Mostly Sunny)</b>", "Town (82°F, 28°C / Mostly Sunny)"],
    [
      "<span style='color: red'><b>[<u>Tornado Warning</u>]</b></span><br>until 18:00",
      "[ Tornado Warning ] until 18:00",
    ],
    ['<a href="https://alerts.example/?a=1&b=2" target="_blank">Flood</a>', "Flood"],
    ["<!-- <b>note</b> -->rain<!-- cut", "rain"],
    ["<script>alert(1)</script>storm<style>b{color:red}</style>", "storm"],
    ["storm<script>alert(1)", "storm"],
    ["Smith &amp; Sons &quot;x&quot; &apos;y&apos; &#x41;&#66;", "Smith & Sons \"x\" 'y' AB"],
    ["&unknown; &am p; &#xD800; &#x110000; &#0;", "&unknown; &am p;"],
    ["Temp < 5 and > 2, 3<4", "Temp < 5 and > 2, 3<4"],
    ["cut off <span style='col", "cut off"],
    ["turned \u202egnp.\u202c round\u200b", "turned gnp. round"],
  ] as const;
  for (const [written, expected] of cases) strictEqual(plainText(written), expected, written);
});

Deno.test("plainText decodes once, so that what was encoded stays text", () => {
  strictEqual(plainText("&lt;img src=x onerror=alert(1)&gt;"), "<img src=x onerror=alert(1)>");
  strictEqual(plainText("&amp;lt;b&amp;gt;"), "&lt;b&gt;");
  doesNotMatch(
    plainText("<img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>"),
    /alert|javascript|</,
  );
});

Deno.test("plainText is at most 500 characters, and says where it was cut", () => {
  strictEqual([...plainText("ä".repeat(NOTE_LENGTH))].length, NOTE_LENGTH);
  const cut = plainText("😀".repeat(NOTE_LENGTH + 1));
  strictEqual([...cut].length, NOTE_LENGTH);
  ok(cut.endsWith("😀…"));
});

Deno.test("plainText gives one line of bounded text for whatever it gets, and the same for its own text without signs", () => {
  const part = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "<",
      ">",
      "<script",
      "</script>",
      "<!--",
      "-->",
      "&#",
      "&lt;",
      ";",
      '"',
      "'",
      "<b>",
      "\n",
    ),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const text = plainText(parts.join(""));
      ok([...text].length <= NOTE_LENGTH);
      // deno-lint-ignore no-control-regex
      doesNotMatch(text, /[\u0000-\u001f\u007f\u2028\u202a-\u202e]| {2}|^ | $/);
      if (!/[<&]/.test(text)) strictEqual(plainText(text), text);
    }),
  );
});
