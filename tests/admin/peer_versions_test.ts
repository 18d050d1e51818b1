import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type CommandReply, PeerVersionBook } from "../../lib/admin/mod.ts";

function bookOf(answers: Readonly<Record<string, CommandReply>>) {
  const asked: string[] = [];
  const book = new PeerVersionBook((_server, line) => {
    asked.push(line);
    const answer = answers[line];
    return answer ? Promise.resolve(answer) : Promise.reject(new Error("connection lost"));
  });
  return { book, asked };
}

Deno.test("PeerVersionBook asks a server once a login", async () => {
  const { book, asked } = bookOf({
    "core show version": { ok: true, lines: ["Asterisk 22.10.1 built by root @ host on a x86_64"] },
    "rpt show version": { ok: true, lines: ["", "app_rpt version: 3.10.4"] },
  });
  const versions = { asterisk: "22.10.1", appRpt: "3.10.4" };
  deepStrictEqual(await book.of("hill", "1"), versions);
  deepStrictEqual(await book.of("hill", "1"), versions);
  strictEqual(asked.length, 2);
  await book.of("hill", "2");
  strictEqual(asked.length, 4);
});

Deno.test("PeerVersionBook takes a refusal, an unknown command and a lost connection for not told", async () => {
  const refused = { ok: false, lines: ["Permission denied"] };
  const old = { ok: true, lines: ["No such command 'rpt show version' (type 'help')"] };
  const { book } = bookOf({ "core show version": refused, "rpt show version": old });
  deepStrictEqual(await book.of("hill", "1"), { asterisk: null, appRpt: null });
  deepStrictEqual(await bookOf({}).book.of("hill", "1"), { asterisk: null, appRpt: null });
});
