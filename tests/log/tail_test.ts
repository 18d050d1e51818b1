import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { createLogger, LogTail, type TailLine } from "../../lib/log/mod.ts";

function tailed(tail: LogTail) {
  const printed: string[] = [];
  const sink = tail.beside(({ message }) => void printed.push(message));
  return { log: createLogger("http", { level: "debug", now: () => 1_000, sink }), printed };
}

const texts = (lines: readonly TailLine[]) => lines.map(({ text }) => text);

Deno.test("LogTail keeps the last 300 lines, newest first, and lets every line through to the log", () => {
  const tail = new LogTail();
  const { log, printed } = tailed(tail);
  for (let at = 1; at <= 305; at++) log.debug(`line ${at}`);
  const lines = tail.recent("debug", 1_000);
  deepStrictEqual([lines.length, lines[0]?.text, lines.at(-1)?.text], [300, "line 305", "line 6"]);
  deepStrictEqual([printed.length, lines[0]?.id], [305, 305]);
  deepStrictEqual(tail.bounds[0], { name: "log_lines", used: 300, limit: 300 });
});

Deno.test("LogTail gives lines of a level and above, with their fields, cut to a length", () => {
  const tail = new LogTail();
  const { log } = tailed(tail);
  log.debug("a");
  log.warn("b", { server: "hill", text: "two words" });
  log.error("c".repeat(1_000));
  deepStrictEqual(texts(tail.recent("warn", 10)), ["c".repeat(400), 'b server=hill text="two words"']);
  deepStrictEqual(texts(tail.recent("debug", 1)), ["c".repeat(400)]);
});

Deno.test("LogTail blots out secrets wherever they stand, also where the cut would leave half of one", () => {
  const tail = new LogTail();
  tail.hide(["hunter2-hunter2", "short"]);
  const { log, printed } = tailed(tail);
  log.warn("login with hunter2-hunter2 failed, short", { password: "hunter2-hunter2" });
  log.info("open /setup with the set-up code: K7QF-M2XP-9RTD");
  strictEqual(texts(tail.recent("info", 1))[0], "open /setup with the set-up code: [hidden]");
  log.warn("x".repeat(395) + "hunter2-hunter2");
  const [cut, , whole] = texts(tail.recent("debug", 10));
  strictEqual(whole, "login with [hidden] failed, short password=[hidden]");
  strictEqual(cut, "x".repeat(395) + "[hidd");
  strictEqual(printed.length, 3);
});

Deno.test("LogTail tells watchers of each line until they stop, refuses too many, and tells the end", () => {
  const tail = new LogTail();
  const { log } = tailed(tail);
  const seen: string[] = [];
  let closed = 0;
  const first = tail.watch(({ text }) => void seen.push(text), () => closed++);
  const others = Array.from({ length: 7 }, () => tail.watch(() => undefined, () => closed++));
  strictEqual(others.every((each) => each !== null), true);
  strictEqual(tail.watch(() => undefined, () => undefined), null);
  log.info("one");
  first?.stop();
  log.info("two");
  deepStrictEqual(seen, ["one"]);
  tail.close();
  strictEqual(closed, 7, "who stopped is not told of the end");
  strictEqual(tail.bounds[1]?.used, 0);
});
