import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { type CommandAnswer, createEchoLinkNames } from "../../lib/astdb/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { createLogger, type LogRecord } from "../../lib/log/mod.ts";
import type { DomainEvent, LinkInfo } from "../../lib/wire/mod.ts";
import { linkInfo } from "../wire/samples.ts";

const FOUND: CommandAnswer = {
  ok: true,
  message: "Command output follows",
  lines: ["66366|KF8S-L|192.0.2.7"],
};
const MISSED: CommandAnswer = { ok: false, message: "", lines: ["Error: Entry for 101425 not found!"] };
const DENIED: CommandAnswer = { ok: false, message: "Permission denied", lines: [] };

/** Names on virtual time with an Asterisk that is answered for by hand. */
function scene() {
  const clock = new VirtualClock(0);
  const lines: LogRecord[] = [];
  const asked: { server: string; line: string; answer: PromiseWithResolvers<CommandAnswer> }[] = [];
  let changes = 0;
  const names = createEchoLinkNames({
    clock,
    log: createLogger("astdb", { level: "debug", now: () => 0, sink: (line) => lines.push(line) }),
    ask(server, line) {
      const answer = Promise.withResolvers<CommandAnswer>();
      asked.push({ server, line, answer });
      return answer.promise;
    },
    serverOf: (node) => node === "1999" ? "main" : node === "2999" ? "hill" : undefined,
    isNamed: (node) => node === "3000001",
    onChange: () => changes++,
  });
  const tell = (event: DomainEvent) => names.take({ event });
  return {
    names,
    clock,
    lines,
    changes: () => changes,
    /** What was asked since the last time. */
    questions: () => asked.map(({ line }) => line),
    async answer(answer: CommandAnswer | Error) {
      const question = asked.shift();
      if (answer instanceof Error) question?.answer.reject(answer);
      else question?.answer.resolve(answer);
      await clock.advanceAsync(0);
    },
    ami: (server: string, state: "connected" | "retrying") =>
      tell({ kind: "AMI_STATUS", atMs: 0, data: { server, state, attempt: 1, retry_in: null, error: null } }),
    linked: (...nodes: readonly string[]) => tell({ kind: "LINK_ADDED", atMs: 0, data: nodes.map(link) }),
    linkedElsewhere: (node: string) =>
      tell({ kind: "LINK_ADDED", atMs: 0, data: [{ ...link(node), local_node: "2999" }] }),
    unlinked: (node: string) => tell({ kind: "LINK_REMOVED", atMs: 0, data: [{ local_node: "1999", node }] }),
  };
}

function link(node: string): LinkInfo {
  const kind = /^3\d{6}$/.test(node) ? "echolink" : "allstar";
  return linkInfo({ local_node: "1999", node, kind });
}

Deno.test("EchoLinkNames asks for a linked station by its number without zeros, and tells its name", async () => {
  const { names, ...at } = scene();
  at.ami("main", "connected");
  at.linked("3066366", "2000", "3000001");
  deepStrictEqual(at.questions(), ["echolink dbget nodename 66366"]);
  strictEqual(names.find("3066366"), undefined);
  await at.answer(FOUND);
  deepStrictEqual(names.find("3066366"), {
    node: "3066366",
    callsign: "KF8S-L",
    description: "EchoLink 66366",
    location: null,
  });
  deepStrictEqual([at.changes(), at.questions(), names.entries().length], [1, [], 1]);
  names.stop();
  strictEqual(at.clock.pending, 0);
});

Deno.test("EchoLinkNames asks one question at a time per server", async () => {
  const { names, ...at } = scene();
  at.ami("main", "connected");
  at.ami("hill", "connected");
  at.linked("3000011", "3000012", "3000013");
  at.linkedElsewhere("3000021");
  deepStrictEqual(at.questions(), ["echolink dbget nodename 11", "echolink dbget nodename 21"]);
  await at.answer(MISSED);
  deepStrictEqual(at.questions(), ["echolink dbget nodename 21", "echolink dbget nodename 12"]);
  names.stop();
});

Deno.test("EchoLinkNames asks again after 300 s, after 30 s where there was no name, and only while linked", async () => {
  const { names, ...at } = scene();
  at.ami("main", "connected");
  at.linked("3066366", "3101425");
  await at.answer(FOUND);
  await at.answer(MISSED);
  await at.clock.advanceAsync(29_000);
  deepStrictEqual(at.questions(), []);
  await at.clock.advanceAsync(1_000);
  deepStrictEqual(at.questions(), ["echolink dbget nodename 101425"]);
  await at.answer(MISSED);
  at.unlinked("3101425");
  await at.clock.advanceAsync(269_000);
  deepStrictEqual(at.questions(), []);
  await at.clock.advanceAsync(1_000);
  deepStrictEqual(at.questions(), ["echolink dbget nodename 66366"]);
  await at.answer(FOUND);
  strictEqual(at.changes(), 1);
  at.unlinked("3066366");
  await at.clock.advanceAsync(3_600_000);
  deepStrictEqual(at.questions(), []);
  strictEqual(names.find("3066366")?.callsign, "KF8S-L");
  strictEqual(at.clock.pending, 0);
});

Deno.test("EchoLinkNames stops asking when it is not allowed to, says so once, and tries in the next session", async () => {
  const { names, ...at } = scene();
  at.ami("main", "connected");
  at.linked("3000011", "3000012");
  await at.answer(DENIED);
  at.linked("3000013");
  await at.clock.advanceAsync(3_600_000);
  deepStrictEqual(at.questions(), []);
  const warnings = at.lines.filter(({ level }) => level === "warn");
  strictEqual(warnings.length, 1);
  match(warnings[0]?.message ?? "", /write=command/);
  at.ami("main", "retrying");
  at.linked("3000014");
  deepStrictEqual(at.questions(), []);
  at.ami("main", "connected");
  deepStrictEqual(at.questions(), ["echolink dbget nodename 11"]);
  names.stop();
});

Deno.test("EchoLinkNames lets an Asterisk without EchoLink be", async () => {
  const { names, ...at } = scene();
  at.ami("main", "connected");
  at.linked("3000011");
  await at.answer({ ok: false, message: "", lines: ["No such command 'echolink dbget' (type ...)"] });
  await at.clock.advanceAsync(3_600_000);
  deepStrictEqual(at.questions(), []);
  names.stop();
});

Deno.test("EchoLinkNames takes nothing from an answer to an earlier session, of another number, or none", async () => {
  const { names, ...at } = scene();
  at.ami("main", "connected");
  at.linked("3066366");
  at.ami("main", "retrying");
  await at.answer(FOUND);
  strictEqual(names.find("3066366"), undefined);
  at.ami("main", "connected");
  await at.answer({ ...FOUND, lines: ["66367|W1AW|192.0.2.8", "||", "garbage"] });
  strictEqual(names.find("3066366"), undefined);
  await at.clock.advanceAsync(30_000);
  await at.answer(new Error("timed out"));
  deepStrictEqual([names.find("3066366"), at.questions()], [undefined, []]);
  await at.clock.advanceAsync(30_000);
  await at.answer({ ...FOUND, lines: ["66366|KF8S-\u0007L|x"] });
  strictEqual(names.find("3066366")?.callsign, "KF8S- L");
  names.stop();
});
