import { deepStrictEqual, match, notStrictEqual, strictEqual, throws } from "node:assert/strict";
import { createLogger, type LogRecord } from "../../lib/log/mod.ts";
import { MAX_LOGO_BYTES, readLogo, siteFace } from "../../lib/site/mod.ts";

const SVG = '<svg viewBox="0 0 120 40"/>';

function filesOf(text: string, length = text.length) {
  let reads = 0;
  return {
    size: () => length,
    read: () => (reads++, new TextEncoder().encode(text)),
    reads: () => reads,
  };
}

Deno.test("readLogo gives the picture with its kind, its size and a hash of its content", () => {
  const { bytes, hash, ...facts } = readLogo("/logo", filesOf(SVG));
  deepStrictEqual(facts, { type: "image/svg+xml", size: { width: 120, height: 40 } });
  strictEqual(new TextDecoder().decode(bytes), SVG);
  match(hash, /^[0-9a-f]{16}$/);
  strictEqual(readLogo("/other", filesOf(SVG)).hash, hash);
  notStrictEqual(readLogo("/logo", filesOf(`${SVG} `)).hash, hash);
});

Deno.test("readLogo says what is wrong with a file, and reads none that is too large", () => {
  strictEqual(readLogo("/logo", filesOf(SVG, MAX_LOGO_BYTES)).type, "image/svg+xml");
  const large = filesOf(SVG, MAX_LOGO_BYTES + 1);
  throws(
    () => readLogo("/logo", large),
    /^Error: read site\.logo, it has 262145 bytes and may have 262144: \/logo$/,
  );
  strictEqual(large.reads(), 0);
  throws(() => readLogo("/x.html", filesOf("<html>")), /it is no SVG, PNG, WebP or JPEG: \/x\.html$/);
  throws(() => readLogo("/nowhere/at/all.png"), /^Error: read site\.logo, there is no such file: \/nowhere/);
  throws(() => readLogo("/"), /^Error: read site\.logo, it (is a directory|has|is no SVG)/);
});

Deno.test("siteFace leads paths below the own address, and does without a logo that is not there", () => {
  const lines: LogRecord[] = [];
  const log = createLogger("site", { level: "info", now: () => 0, sink: (line) => lines.push(line) });
  const config = {
    logo: "/nowhere/at/all.png",
    homeUrl: "/?node=1999",
    links: [{ label: "Club", url: "https://club.example/", newTab: true, group: "A" }],
    showHost: true,
  };
  deepStrictEqual(siteFace(config, "/nexus", log), {
    logo: null,
    home: { href: "/nexus/?node=1999", outside: false },
    links: [{ label: "Club", href: "https://club.example/", outside: true, newTab: true, group: "A" }],
    showHost: true,
  });
  deepStrictEqual(lines.map(({ level, message }) => [level, message]), [["error", "logo left out"]]);
  deepStrictEqual(siteFace({ ...config, logo: null, homeUrl: null }, "", log).home, null);
  strictEqual(lines.length, 1);
});
