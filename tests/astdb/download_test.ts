import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { answer, open, type Reply, rowsText, startBreakingServer, startServer } from "./support.ts";

const MINUTE_MS = 60_000;

Deno.test("the directory is downloaded, answers, and is asked for again only when it changed", async () => {
  const text = rowsText(50);
  const unchanged: Reply = () => new Response(null, { status: 304 });
  await using server = startServer(answer(text, '"one"'), unchanged, answer(rowsText(51), '"two"'));
  await using scene = await open({ url: server.url, updateIntervalMs: 15 * MINUTE_MS });
  const { directory } = scene;
  strictEqual(directory.name("2000"), undefined);
  ok(await scene.attempt() <= 21_000);
  strictEqual(directory.status.rows, 50);
  deepStrictEqual(directory.name("2001"), {
    node: "2001",
    callsign: "W1A1",
    description: "Repeater",
    location: "Town, OH",
  });
  strictEqual(scene.changes, 1);
  strictEqual(server.requests[0]?.headers.get("If-None-Match"), null);
  strictEqual(server.requests[0]?.headers.get("User-Agent"), "Nexus/test");
  ok(await scene.attempt() >= 15 * MINUTE_MS);
  strictEqual(server.requests.length, 2);
  // A server that compresses makes its validator a weak one.
  match(server.requests[1]?.headers.get("If-None-Match") ?? "", /^(W\/)?"one"$/);
  deepStrictEqual([scene.changes, directory.status.error], [1, null]);
  await scene.attempt();
  deepStrictEqual([scene.changes, directory.status.rows], [2, 51]);
  deepStrictEqual(scene.lines.filter(({ level }) => level === "warn"), []);
});

Deno.test("nothing is asked within 15 minutes of an attempt, in this run or the next", async () => {
  await using server = startServer(() => new Response("no", { status: 500 }));
  const dataDir = await Deno.makeTempDir({ prefix: "nexus-astdb-" });
  try {
    let nowMs = 0;
    for (let run = 0; run < 3; run++) {
      const more = nowMs === 0 ? {} : { startMs: nowMs };
      await using scene = await open({ url: server.url, dataDir, ...more });
      if (run === 0) await scene.attempt();
      match(scene.directory.status.error ?? "", /500/);
      for (let minute = 0; minute < 4; minute++) await scene.pass(MINUTE_MS);
      strictEqual(server.requests.length, 1, `run ${run}`);
      nowMs = scene.clock.now();
    }
    await using later = await open({ url: server.url, dataDir, startMs: nowMs });
    await later.attempt();
    strictEqual(server.requests.length, 2);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("after failures it is asked later and later, and one line tells of the same failure", async () => {
  await using server = startServer(() => new Response("no", { status: 503 }));
  await using scene = await open({ url: server.url });
  await scene.attempt();
  const gapsMs = [];
  for (let count = 0; count < 4; count++) gapsMs.push(await scene.attempt());
  for (const [index, gapMs] of gapsMs.entries()) {
    const leastMs = 15 * MINUTE_MS * 2 ** index;
    ok(gapMs >= leastMs && gapMs <= leastMs * 1.1, `gap ${index}: ${gapMs / MINUTE_MS} min`);
  }
  const warnings = scene.lines.filter(({ level }) => level === "warn");
  strictEqual(warnings.length, 1);
  match(String(warnings[0]?.fields["error"]), /status 503/);
});

const PAGE = "<!DOCTYPE html><html><body>Down for maintenance</body></html>\n";
const CUT = rowsText(100).slice(0, -7);

/** Answers that must not replace a directory of 100 rows, and what is said of them. */
const BAD: readonly (readonly [string, Reply, RegExp])[] = [
  ["a page", answer(PAGE, '"x"'), /web page/],
  ["a row cut off", answer(CUT, '"x"'), /cut off/],
  ["too few rows", answer(rowsText(80), '"x"'), /had 100 rows and it has: 80/],
  ["fewer rows than it says", answer(rowsText(95, ";Generated 100 records in 1 s\n"), '"x"'), /says that/],
  ["nothing", answer("", '"x"'), /too few rows: 0/],
  ["nonsense", answer("hello\n".repeat(200) + rowsText(99), '"x"'), /no rows: 200/],
  ["an error", () => new Response(rowsText(100), { status: 502 }), /status 502/],
  ["an endless answer", endless, /longer than 16000000 bytes/],
];

for (const [what, reply, expected] of BAD) {
  Deno.test(`the last good directory stays when the server answers with ${what}`, async () => {
    await using server = startServer(answer(rowsText(100), '"good"'), reply);
    await using scene = await open({ url: server.url, updateIntervalMs: 15 * MINUTE_MS });
    const { directory } = scene;
    await scene.attempt();
    strictEqual(directory.status.rows, 100);
    await scene.attempt();
    match(directory.status.error ?? "", expected);
    strictEqual(directory.status.rows, 100);
    strictEqual(directory.name("2099")?.callsign, "W1A99");
    strictEqual(scene.changes, 1);
    const left = [...Deno.readDirSync(scene.dataDir)].map(({ name }) => name).sort();
    deepStrictEqual(left, ["astdb.db", "astdb.json"]);
  });
}

function endless(): Response {
  const piece = new TextEncoder().encode(`; ${"x".repeat(1_000)}\n`.repeat(500));
  return new Response(new ReadableStream({ pull: (stream) => stream.enqueue(piece) }));
}

Deno.test("a download that breaks off replaces nothing", async () => {
  await using breaking = startBreakingServer(rowsText(98));
  await using server = startServer(answer(rowsText(100)), () => Response.redirect(breaking.url));
  await using scene = await open({ url: server.url, updateIntervalMs: 15 * MINUTE_MS });
  const { directory } = scene;
  await scene.attempt();
  strictEqual(directory.status.rows, 100);
  await scene.attempt();
  match(directory.status.error ?? "", /error|reset|closed|end/i);
  strictEqual(directory.status.error?.includes("127.0.0.1"), false);
  strictEqual(directory.name("2099")?.callsign, "W1A99");
});

Deno.test("an answer that does not come is given up after 120 s", async () => {
  const never = Promise.withResolvers<Response>();
  await using server = startServer(() => never.promise);
  await using scene = await open({ url: server.url });
  await scene.begin();
  await scene.until("it is asked", () => server.requests.length === 1);
  await scene.pass(121_000);
  await scene.until("the failure is known", () => scene.directory.status.error !== null);
  match(scene.directory.status.error ?? "", /took longer than 120 s/);
  never.resolve(new Response("late"));
});

Deno.test("stop ends a download under way and leaves nothing half done", async () => {
  const body = new TextEncoder().encode(rowsText(50));
  const slow: Reply = () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(body) }));
  await using server = startServer(slow);
  const dataDir = await Deno.makeTempDir({ prefix: "nexus-astdb-" });
  try {
    {
      await using scene = await open({ url: server.url, dataDir });
      await scene.begin();
      await scene.until("it is asked", () => server.requests.length === 1);
    }
    deepStrictEqual([...Deno.readDirSync(dataDir)].map(({ name }) => name), ["astdb.json"]);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("the last good copy answers from the start when the server is away", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "nexus-astdb-" });
  try {
    let url = "";
    {
      await using server = startServer(answer(rowsText(50)));
      url = server.url;
      await using scene = await open({ url, dataDir });
      await scene.attempt();
    }
    await using offline = await open({ url, dataDir });
    strictEqual(offline.directory.name("2049")?.callsign, "W1A49");
    strictEqual(offline.directory.status.rows, 50);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("a damaged copy is told of, and replaced when the next one comes", async () => {
  await using server = startServer(answer(rowsText(50)));
  const dataDir = await Deno.makeTempDir({ prefix: "nexus-astdb-" });
  try {
    await Deno.writeTextFile(
      `${dataDir}/astdb.db`,
      "this is no database, but it is long enough to look like one",
    );
    await using scene = await open({ url: server.url, dataDir });
    strictEqual(scene.directory.name("2000"), undefined);
    match(scene.lines[0]?.message ?? "", /cannot be opened/);
    await scene.attempt();
    strictEqual(scene.directory.name("2000")?.callsign, "W1A0");
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("nothing is asked when the directory is off", async () => {
  await using scene = await open({ enabled: false });
  await scene.pass(86_400_000);
  deepStrictEqual(scene.directory.status, {
    source: "off",
    rows: 0,
    importedAtMs: null,
    attemptedAtMs: null,
    nextAttemptAtMs: null,
    error: null,
  });
  strictEqual(scene.clock.pending, 0);
});
