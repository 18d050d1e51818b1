import { deepStrictEqual, doesNotMatch, notStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { cleanCapture, learnCapture, openCapture, Playback, Sanitizer } from "../../lib/wiretap/mod.ts";
import { chance } from "./chance.ts";
import { fixture, tempFile } from "./temp_file.ts";

const CALL = "05p-trunk-outgoing";

async function cleanAll(dir: string, names: readonly string[]): Promise<Sanitizer> {
  const sanitizer = new Sanitizer(chance(11));
  for (const name of names) await learnCapture(fixture(name), sanitizer);
  for (const name of names) strictEqual(await cleanCapture(fixture(name), `${dir}/${name}`, sanitizer), 0);
  return sanitizer;
}

async function framesOf(path: string): Promise<{ atMs: number; name: string; names: string[] }[]> {
  const frames: { atMs: number; name: string; names: string[] }[] = [];
  for await (const batch of new Playback(await openCapture(path)).run()) {
    for (const played of batch) {
      if (played.type !== "frame") continue;
      const { atMs, frame } = played;
      frames.push({ atMs, name: frame.name, names: frame.headers().map(({ name }) => name) });
    }
  }
  return frames;
}

Deno.test("cleanCapture keeps every frame, its headers and its time, and leaves the input untouched", async () => {
  const dir = await Deno.makeTempDir();
  try {
    for (const name of [`${CALL}.raw`, `${CALL}.jsonl`, "10a-variant-systemname-set.jsonl"]) {
      const before = await Deno.readFile(fixture(name));
      await cleanAll(dir, [name]);
      deepStrictEqual(await Deno.readFile(fixture(name)), before);
      notStrictEqual(await Deno.readTextFile(`${dir}/${name}`), new TextDecoder().decode(before));
      deepStrictEqual(await framesOf(`${dir}/${name}`), await framesOf(fixture(name)));
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("cleanCapture gives the same pseudonyms to what one sanitiser cleans", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await cleanAll(dir, [`${CALL}.raw`, `${CALL}.jsonl`]);
    const raw = await Deno.readTextFile(`${dir}/${CALL}.raw`);
    let received = "";
    for (const line of (await Deno.readTextFile(`${dir}/${CALL}.jsonl`)).trim().split("\n")) {
      const record: { readonly dir: string; readonly data: string } = JSON.parse(line);
      if (record.dir === "rx") received += record.data;
    }
    strictEqual(received, raw);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("cleanCapture leaves no number, name, address or secret of the recorded calls behind", async () => {
  const dir = await Deno.makeTempDir();
  const names = [...Deno.readDirSync(fixture(""))].map(({ name }) => name).filter((name) =>
    /^(05|10).*\.jsonl$/.test(name)
  );
  ok(names.length > 15, String(names.length));
  try {
    const sanitizer = await cleanAll(dir, names);
    const originals = sanitizer.replacements().map(({ original }) => original).filter((text) =>
      text.length >= 4
    );
    for (const known of ["alice", "anderson", "davis", "5551212", "provider"]) {
      ok(originals.includes(known), known);
    }
    for (const name of names) {
      // What identifies a session, a stream or a moment is nobody's, and long enough to hold a number by accident.
      const text = (await Deno.readTextFile(`${dir}/${name}`)).replace(
        /\d{10}\.\d+|[0-9a-f]{8}-[0-9a-f-]{27}|"(t|wall)":[\d.]+/g,
        "",
      );
      for (
        const original of [
          "alice",
          "anderson",
          "bob brown",
          "davis",
          "carol",
          "front desk",
          "5551212",
          "15551234567",
          "provider@",
        ]
      ) {
        ok(!text.toLowerCase().includes(original), `${original} in ${name}`);
      }
      doesNotMatch(text, /Secret: test/);
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("cleanCapture writes a line with the record that ended it when reads cut names in two", async () => {
  const record = (t: number, data: string, dir = "rx") => JSON.stringify({ t, wall: 1_000 + t, dir, data });
  const lines = [
    record(0, "10.9.8.7:5038", "open"),
    record(1, "Asterisk Call Manager/11.0.0\r\nEvent: Newchannel\r\nCallerIDName: Mar"),
    "no record",
    record(2, "tin\r\n\r\nEvent: Hang"),
    record(3, "up\r\nCallerIDName: Martin"),
    record(4, "", "eof"),
  ];
  await using file = await tempFile(".jsonl", lines.join("\n"));
  const sanitizer = new Sanitizer(chance(2));
  await learnCapture(file.path, sanitizer);
  const out = `${file.path}.out.jsonl`;
  try {
    strictEqual(await cleanCapture(file.path, out, sanitizer), 1);
    const records = (await Deno.readTextFile(out)).trim().split("\n").map((line) => JSON.parse(line));
    const name = sanitizer.replacements().find(({ original }) => original === "martin")?.invented ?? "";
    const [first = ""] = name;
    const shown = first.toUpperCase() + name.slice(1);
    deepStrictEqual(records.map(({ t, dir, data }) => [t, dir, data]), [
      [0, "open", records[0].data],
      [1, "rx", "Asterisk Call Manager/11.0.0\r\nEvent: Newchannel\r\n"],
      [2, "rx", `CallerIDName: ${shown}\r\n\r\n`],
      [3, "rx", "Event: Hangup\r\n"],
      [3, "rx", `CallerIDName: ${shown}`],
      [4, "eof", ""],
    ]);
    ok(
      /^10\.\d+\.\d+\.\d+:5038$/.test(records[0].data) && records[0].data !== "10.9.8.7:5038",
      records[0].data,
    );
  } finally {
    await Deno.remove(out);
  }
});

Deno.test("cleanCapture keeps bytes that are no UTF-8 as they came", async () => {
  const bytes = Uint8Array.from("AppData: caf\xe9\r\nCallerIDNum: 4711\r\n", (char) => char.charCodeAt(0));
  await using file = await tempFile(".raw", bytes);
  const sanitizer = new Sanitizer(chance(2));
  await learnCapture(file.path, sanitizer);
  const out = `${file.path}.out.raw`;
  try {
    await cleanCapture(file.path, out, sanitizer);
    const cleaned = await Deno.readFile(out);
    deepStrictEqual(cleaned.subarray(0, 15), bytes.subarray(0, 15));
    notStrictEqual(new TextDecoder("latin1").decode(cleaned), new TextDecoder("latin1").decode(bytes));
    strictEqual(cleaned.length, bytes.length);
  } finally {
    await Deno.remove(out);
  }
});

Deno.test("cleanCapture refuses to write over a file, and says what it cannot read", async () => {
  await using file = await tempFile(".raw", "x");
  const sanitizer = new Sanitizer(chance(2));
  await rejects(cleanCapture(file.path, file.path, sanitizer), /it exists already, name another with --out/);
  strictEqual(await Deno.readTextFile(file.path), "x");
  await rejects(learnCapture(`${file.path}.none`, sanitizer), /the file cannot be opened \(NotFound\)/);
});

/** Words of Asterisk's own that are somebody's too: a queue is called "queue", a user "limited", a file's owner "asterisk". */
const OWN_WORDS = new Set(
  ("all pbx limited asterisk iax endpoint pjsip iax2 queue user trunk transport system rpt priv exten autopatch admin none " +
    "local").split(" "),
);

/** Identifiers, counters and times, whose digits may be those of a number that somebody has. */
const NOBODYS = new RegExp(
  "^(ActionID|.*Uniqueid|.*Linkedid|RSSI|Duration(Ms)?|EventVersion|ListItems|Priority|Websocket\\w+|.*TV|.*Time\\w*|.*Seconds|" +
    "Value: ssrc=.*|Output: .*:.*\\d:\\d.*)",
  "i",
);

Deno.test("cleanCapture leaves no number, word, address or secret of any recorded session behind, wherever it stood", async () => {
  const dir = await Deno.makeTempDir();
  const names = [...Deno.readDirSync(fixture(""))].map(({ name }) => name).filter((name) =>
    name.endsWith(".raw")
  );
  ok(names.length > 60, String(names.length));
  try {
    const sanitizer = await cleanAll(dir, names);
    const originals = new Set(sanitizer.replacements().map(({ original }) => original.toLowerCase()));
    for (const known of ["alice", "551234567", "5551212", "101"]) ok(originals.has(known), known);
    const left = new Map<string, string>();
    for (const name of names) {
      for (
        const line of (await Deno.readTextFile(`${dir}/${name}`)).split("\r\n").filter((line) =>
          !NOBODYS.test(line)
        )
      ) {
        const value = line.slice(line.indexOf(":") + 1).toLowerCase();
        for (const [token] of value.matchAll(/(?:\d+\.){3}\d+|[\p{L}\p{M}\d]+/gu)) {
          if (
            token.length > 2 && !OWN_WORDS.has(token) &&
            [token, token.slice(-9)].some((part) => originals.has(part))
          ) left.set(token, `${name} ${line}`);
        }
      }
    }
    deepStrictEqual([...left], []);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
