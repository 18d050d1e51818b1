import { doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { badgeFace, badgeSvg, MAX_LABEL_LENGTH } from "../../lib/badge/mod.ts";
import { escapeXml, plainText, textWidth } from "../../lib/badge/text.ts";
import { linkInfo, nodeStatus, SAMPLE_AT, SAMPLE_AT_MS } from "../wire/samples.ts";

/** Every element and attribute that a badge is made of. */
const GRAMMAR =
  /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="20" viewBox="0 0 \d+ 20" role="img" aria-label="[^"<>]*"><title>[^<>]*<\/title><clipPath id="r"><rect width="\d+" height="20" rx="[03]"\/><\/clipPath><g clip-path="url\(#r\)"><rect width="\d+" height="20" fill="#\w{6}"\/><rect x="\d+" width="\d+" height="20" fill="#\w{6}"\/><\/g><g fill="#fff" font-family="[\w ,-]+" font-size="11" aria-hidden="true">(?:<text x="\d+" y="14" textLength="[\d.]+" lengthAdjust="spacingAndGlyphs">[^<>]*<\/text>){0,2}<\/g><\/svg>$/;

function badgeOf(name: string): string {
  const links = [linkInfo({ callsign: name, current_tx: true, current_tx_since: SAMPLE_AT })];
  return badgeSvg(badgeFace(nodeStatus({ callsign: name, links }), SAMPLE_AT_MS, null), "flat");
}

Deno.test("badgeSvg says what it shows in its title and gives the texts their measured room", () => {
  const svg = badgeSvg({ label: "W1AW 1999", message: "quiet, 4 links", tone: "quiet" }, "square");
  match(svg, GRAMMAR);
  match(svg, /<title>W1AW 1999: quiet, 4 links<\/title>/);
  match(svg, /rx="0"/);
  const [label, message] = ["W1AW 1999", "quiet, 4 links"].map((text) => Math.ceil(textWidth(text)) + 12);
  match(svg, new RegExp(`^<svg [^>]*width="${(label ?? 0) + (message ?? 0)}"`));
});

Deno.test("badgeSvg writes hostile names as text", () => {
  const evil = `"><script>alert(1)</script><image href=x onerror='a'/>&`;
  const svg = badgeOf(evil);
  match(svg, GRAMMAR);
  doesNotMatch(svg, /<script|<image|onerror='/);
  match(svg, /&lt;script&gt;/);
});

Deno.test("badgeSvg keeps its form whatever the names are", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 80 }), (name) => {
    const svg = badgeOf(name);
    match(svg, GRAMMAR);
    // deno-lint-ignore no-control-regex
    doesNotMatch(svg, /[\u0000-\u001f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/);
    ok(svg.isWellFormed(), "half a pair is no text");
  }));
});

Deno.test("plainText cuts by characters, on one line, and lets no name turn the text around", () => {
  strictEqual(plainText("a".repeat(MAX_LABEL_LENGTH), MAX_LABEL_LENGTH), "a".repeat(MAX_LABEL_LENGTH));
  strictEqual(plainText("a".repeat(41), MAX_LABEL_LENGTH), `${"a".repeat(39)}…`);
  strictEqual(plainText("😀😀😀", 2), "😀…");
  strictEqual(plainText(" W1AW\r\n\u202eevil\u0000 \ud800x ", 20), "W1AW evil x");
  strictEqual(escapeXml(`&<>"'`), "&amp;&lt;&gt;&quot;&#39;");
});

Deno.test("textWidth measures letters, accented letters and squares", () => {
  strictEqual(textWidth(""), 0);
  strictEqual(textWidth("iW"), 3.1 + 10.9);
  strictEqual(textWidth("~"), 9.2);
  strictEqual(textWidth("é"), 8);
  strictEqual(textWidth("漢😀"), 22);
});
