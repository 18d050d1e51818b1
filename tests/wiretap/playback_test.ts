import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { openCapture, Playback, type Played } from "../../lib/wiretap/mod.ts";
import { fixture, tempFile } from "./temp_file.ts";

async function playAll(
  path: string,
): Promise<{ readonly played: readonly Played[]; readonly playback: Playback }> {
  const playback = new Playback(await openCapture(path));
  const played: Played[] = [];
  for await (const batch of playback.run()) played.push(...batch);
  return { played, playback };
}

function framesOf(played: readonly Played[]) {
  return played.flatMap((one) => one.type === "frame" ? [one] : []);
}

function jsonl(...records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

Deno.test("Playback gives the same frames from a session's .jsonl and .raw", async () => {
  for (const name of ["01a-login-ok", "02a-rptstatus-0-links-idle", "01j-errors", "05n-trunk-incoming"]) {
    const timed = framesOf((await playAll(fixture(`${name}.jsonl`))).played);
    const raw = framesOf((await playAll(fixture(`${name}.raw`))).played);
    ok(timed.length > 3);
    deepStrictEqual(timed.map(({ frame }) => frame.headers()), raw.map(({ frame }) => frame.headers()), name);
  }
});

Deno.test("Playback follows the wall clock of a .jsonl, and says when the session began and ended", async () => {
  const { played } = await playAll(fixture("03a-link-transceive-up-down.jsonl"));
  deepStrictEqual(played[0], { type: "opened", atMs: 1795218274404 });
  deepStrictEqual(played.at(-1), { type: "closed", atMs: 1795218322413 });
  const booted = framesOf(played).find(({ frame }) => frame.name === "FullyBooted");
  strictEqual(booted?.atMs, 1795218274407);
});

Deno.test("Playback tells which action a reply answers where the capture has what was sent", async () => {
  const { played } = await playAll(fixture("02b-rptstatus-1-link-transceive.jsonl"));
  const replies = framesOf(played).filter(({ frame }) => frame.get("LinkedNodes") !== undefined);
  ok(replies.length > 5);
  for (const { asked, frame, atMs } of replies) {
    deepStrictEqual([asked?.action, asked?.command, asked?.node], ["RptStatus", "XStat", frame.get("Node")]);
    ok(asked !== undefined && asked.atMs <= atMs);
  }
  const raw = framesOf((await playAll(fixture("02b-rptstatus-1-link-transceive.raw"))).played);
  ok(raw.every(({ asked }) => asked === undefined));
});

Deno.test("Playback keeps nothing of what was sent but the question", async () => {
  const { played } = await playAll(fixture("01a-login-ok.jsonl"));
  const login = framesOf(played).find(({ asked }) => asked?.action === "Login");
  deepStrictEqual(login?.asked, {
    atMs: login!.asked!.atMs,
    action: "Login",
    command: undefined,
    node: undefined,
  });
  for (const one of played) {
    const text = one.type === "frame"
      ? JSON.stringify([one.asked, one.frame.headers()])
      : JSON.stringify(one);
    strictEqual(/secret/i.test(text), false, text);
  }
});

Deno.test("Playback of a .raw stands still at 0 without timestamps", async () => {
  const capture = await openCapture(fixture("03a-link-transceive-up-down.raw"));
  deepStrictEqual([capture.startMs, capture.timed], [0, false]);
  const { played } = await playAll(capture.path);
  ok(played.length > 50);
  ok(played.every(({ atMs }) => atMs === 0));
});

Deno.test("Playback of a .raw starts at its first Timestamp and follows the later ones", async () => {
  const pong = (seconds: string) => `Response: Success\r\nPing: Pong\r\nTimestamp: ${seconds}\r\n\r\n`;
  const event = "Event: Hangup\r\nChannel: a\r\n\r\n";
  await using file = await tempFile(
    ".raw",
    `Asterisk\r\n${event}${pong("1000.5")}${event}${pong("1030.25")}${event}`,
  );
  const capture = await openCapture(file.path);
  deepStrictEqual([capture.startMs, capture.timed], [1_000_500, false]);
  const { played } = await playAll(file.path);
  deepStrictEqual(played.map(({ atMs }) => atMs), [
    1_000_500,
    1_000_500,
    1_000_500,
    1_000_500,
    1_030_250,
    1_030_250,
  ]);
});

Deno.test("openCapture finds a .raw timed when its events have timestamps", async () => {
  await using file = await tempFile(
    ".raw",
    "Event: A\r\nTimestamp: 17.000001\r\n\r\nEvent: B\r\nTimestamp: 18.5\r\n\r\n",
  );
  strictEqual((await openCapture(file.path)).timed, true);
  const { played } = await playAll(file.path);
  deepStrictEqual(played.map(({ atMs }) => atMs), [17_000, 17_000, 18_500]);
});

Deno.test("Playback takes no nonsense for a timestamp", async () => {
  const event = (text: string) => `Event: A\r\nTimestamp: ${text}\r\n\r\n`;
  const nonsense = ["soon", "-5", "1e9", "", "99999999999999", "1.2.3"].map(event).join("");
  await using file = await tempFile(".raw", `${nonsense}${event("20")}`);
  const { played } = await playAll(file.path);
  ok(played.every(({ atMs }) => atMs === 20_000));
});

Deno.test("Playback begins anew when a capture opens a second session", async () => {
  const rx = (wall: number, data: string) => ({ t: 0, wall, dir: "rx", data });
  await using file = await tempFile(
    ".jsonl",
    jsonl(
      { t: 0, wall: 1, dir: "open", data: "" },
      rx(2, "Asterisk Call Manager/11.0.0\r\nEvent: A\r\n\r\nEvent: Cut"),
      { t: 0, wall: 3, dir: "eof", data: "" },
      { t: 0, wall: 4, dir: "open", data: "" },
      rx(5, "Asterisk Call Manager/11.0.0\r\nEvent: B\r\n\r\n"),
    ),
  );
  const { played, playback } = await playAll(file.path);
  deepStrictEqual(
    played.map((one) => [one.atMs, one.type === "frame" ? one.frame.name : one.type]),
    [[1, "opened"], [2, "A"], [3, "closed"], [4, "opened"], [5, "B"]],
  );
  strictEqual(playback.counters.frames, 2);
});

Deno.test("Playback leaves bad lines out and counts them", async () => {
  const good = jsonl({ t: 0, wall: 1, dir: "rx", data: "Event: A\r\n\r\n" });
  await using file = await tempFile(".jsonl", `${good}garbage\n\n${good}{"t":0,"wall":2,"dir":"rx","da`);
  const capture = await openCapture(file.path);
  const playback = new Playback(capture);
  let frames = 0;
  for await (const batch of playback.run()) frames += batch.length;
  strictEqual(frames, 2);
  deepStrictEqual(capture.badLines, { count: 2, first: 2 });
});

Deno.test("Playback counts frames over the codec's limits and goes on", async () => {
  const long = `Event: Long\r\nX: ${"x".repeat(100_000)}\r\n\r\n`;
  await using file = await tempFile(".raw", `Event: A\r\n\r\n${long}Event: B\r\n\r\n`);
  const { played, playback } = await playAll(file.path);
  deepStrictEqual(framesOf(played).map(({ frame }) => frame.name), ["A", "B"]);
  deepStrictEqual(playback.counters, { frames: 2, droppedFrames: 1 });
});

Deno.test("openCapture and Playback name the file that is not there", async () => {
  await rejects(
    openCapture("/no/such.raw"),
    /^Error: read capture, the file cannot be opened \(NotFound\): \/no\/such\.raw$/,
  );
  await rejects(playAll("/no/such.jsonl"), /the file cannot be opened \(NotFound\): \/no\/such\.jsonl$/);
});
