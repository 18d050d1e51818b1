import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { type CliIo, UsageError } from "../../lib/cli/io.ts";
import { wiretap } from "../../lib/cli/wiretap.ts";
import { fixture, tempFile } from "../wiretap/temp_file.ts";

interface Result {
  readonly code: number;
  readonly lines: readonly { readonly at: string; readonly kind: string; readonly data: unknown }[];
  readonly text: string;
  readonly errors: readonly string[];
}

async function run(...args: string[]): Promise<Result> {
  const out: string[] = [];
  const errors: string[] = [];
  const io: CliIo = {
    stdout: (text) => void out.push(text),
    stderr: (line) => void errors.push(line),
    env: () => undefined,
  };
  const code = await wiretap(args, io);
  const text = out.join("");
  const lines = text.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  return { code, lines, text, errors };
}

const LINKS = fixture("03a-link-transceive-up-down.jsonl");
const CALL = fixture("05a-call-answered-caller-hangs-up.jsonl");

Deno.test("wiretap replay prints one object a line, times in ISO 8601", async () => {
  const { code, lines, text, errors } = await run("replay", "--only", "nodes", LINKS);
  deepStrictEqual([code, errors], [0, []]);
  strictEqual(text.split("\n").length, lines.length + 1);
  deepStrictEqual(lines[0], {
    at: "2026-11-20T23:44:35.429Z",
    kind: "NODE_TX",
    data: { node: "1998", keyed: true, at: "2026-11-20T23:44:35.429Z" },
  });
  for (const line of lines) deepStrictEqual(Object.keys(line), ["at", "kind", "data"]);
  ok(lines.every(({ kind }) => kind !== "AMI_STATUS"));
});

Deno.test("wiretap replay --only calls prints topics and payloads as they are published", async () => {
  const { code, text, errors } = await run("replay", "--only", "calls", CALL);
  deepStrictEqual([code, errors], [0, []]);
  const call = {
    call_id: "1795219225.670",
    from: { extension: "100", name: "Front Desk" },
    to: { extension: "101", name: "Alice Anderson" },
  };
  deepStrictEqual(text.trimEnd().split("\n").map((line) => JSON.parse(line)), [
    {
      topic: "call/1795219225.670/ringing",
      payload: {
        event: "ringing",
        description: "A call is ringing and waiting to be answered",
        ...call,
        timestamp: "2026-11-21T00:00:25.407Z",
      },
    },
    {
      topic: "call/1795219225.670/answered",
      payload: {
        event: "answered",
        description: "The call has been answered and parties are now connected",
        ...call,
        timestamp: "2026-11-21T00:00:27.421Z",
        ring_duration_seconds: 2.014,
      },
    },
    {
      topic: "call/1795219225.670/hungup",
      payload: {
        event: "hungup",
        description: "The call has ended",
        ...call,
        timestamp: "2026-11-21T00:00:32.454Z",
        cause: "normal_clearing",
        cause_description: "The call was hung up normally by one of the parties",
        cause_code: 16,
        talk_duration_seconds: 5.033,
        total_duration_seconds: 7.047,
      },
    },
  ]);
});

Deno.test("wiretap replay without --only prints calls among the rest, --node leaves them out", async () => {
  const kinds = async (...args: string[]) =>
    (await run("replay", CALL, ...args)).lines.map(({ kind }) => kind);
  strictEqual((await kinds()).filter((kind) => kind === "CALL_STATE").length, 3);
  ok(!(await kinds("--only", "nodes")).includes("CALL_STATE"));
  ok(!(await kinds("--node", "1998")).includes("CALL_STATE"));
});

Deno.test("wiretap replay without --only prints the connection too", async () => {
  const { lines } = await run("replay", LINKS);
  // Its end makes what is known of each node old.
  const last = lines.findLast(({ kind }) => kind !== "STATUS_UPDATE");
  deepStrictEqual([lines[0]?.kind, last?.kind, lines.at(-1)?.kind], [
    "AMI_STATUS",
    "AMI_STATUS",
    "STATUS_UPDATE",
  ]);
  ok(lines.some(({ kind }) => kind === "LINK_ADDED"));
});

Deno.test("wiretap replay --node prints one node's events only", async () => {
  const { lines } = await run("replay", LINKS, "--node", "1999");
  const kinds = lines.map(({ kind }) => kind);
  deepStrictEqual(kinds, ["LINK_ADDED", "NODE_TX", "NODE_TX", "LINK_REMOVED", "STATUS_UPDATE"]);
  deepStrictEqual((await run("replay", LINKS, "--node", "2000")).lines, []);
});

Deno.test("wiretap replay --only frames prints the headers in order, repeated ones too", async () => {
  const { lines } = await run("replay", "--only=frames", fixture("02c-rptstatus-2-links-modes.jsonl"));
  ok(lines.every(({ kind }) => kind === "FRAME"));
  const xstat = lines.find(({ data }) => JSON.stringify(data).includes('"02c-33"'));
  ok(Array.isArray(xstat?.data));
  deepStrictEqual(xstat.data.slice(0, 5), [
    ["Response", "Success"],
    ["ActionID", "02c-33"],
    ["Node", "1998"],
    ["Conn", "1999      127.0.0.1           0           OUT        00:00:20            ESTABLISHED"],
    ["Conn", "2000      127.0.0.1           0           OUT        00:00:19            ESTABLISHED"],
  ]);
});

Deno.test("wiretap replay --only frames keeps lines that are no headers", async () => {
  const { lines } = await run("replay", "--only", "frames", fixture("02a-rptstatus-0-links-idle.raw"));
  const xml = lines.find(({ data }) => JSON.stringify(data).includes("<nodes>"));
  deepStrictEqual(xml?.data, [
    ["", '<?xml version="1.0"?>'],
    ["", "<nodes>"],
    ["", "  <node>1998</node>"],
    ["", "  <node>1999</node>"],
    ["", "  <node>2000</node>"],
    ["", "</nodes>"],
  ]);
});

Deno.test("wiretap replay --only frames --node prints the frames that name the node", async () => {
  const { lines } = await run("replay", "--only", "frames", "--node", "1999", LINKS);
  ok(lines.length > 5);
  for (const { data } of lines) ok(JSON.stringify(data).includes('["Node","1999"]'));
});

Deno.test("wiretap replay plays several files, each from nothing", async () => {
  const once = await run("replay", "--only", "nodes", LINKS);
  const twice = await run("replay", "--only", "nodes", LINKS, LINKS);
  strictEqual(twice.text, once.text + once.text);
});

Deno.test("wiretap replay prints nothing of what was sent to the server", async () => {
  for (const only of ["nodes", "frames"]) {
    const { text } = await run("replay", "--only", only, fixture("01a-login-ok.jsonl"));
    strictEqual(/Secret|"Username"/.test(text), false);
  }
});

Deno.test("wiretap replay writes in pieces and in order", async () => {
  const pieces: number[] = [];
  let open = 0;
  const io: CliIo = {
    stdout: async (text) => {
      strictEqual(++open, 1);
      pieces.push(text.length);
      await Promise.resolve();
      open--;
    },
    stderr: () => {},
    env: () => undefined,
  };
  strictEqual(
    await wiretap(["replay", "--only", "frames", fixture("03e-link-chain-disconnect-all-reconnect.raw")], io),
    0,
  );
  ok(pieces.length > 3, `${pieces.length} pieces`);
  ok(Math.max(...pieces) < 512 * 1024);
});

Deno.test("wiretap replay tells what it left out", async () => {
  const good = '{"t":0,"wall":1,"dir":"rx","data":"Event: A\\r\\n\\r\\n"}\n';
  await using file = await tempFile(".jsonl", `${good}garbage\n${good}`);
  const { code, lines, errors } = await run("replay", "--only", "frames", file.path);
  deepStrictEqual([code, lines.length], [0, 2]);
  deepStrictEqual(errors, [`nexus: replay capture, 1 lines are no records, first 2: ${file.path}`]);
});

Deno.test("wiretap replay fails in one line on a file that is no capture or is not there", async () => {
  await using file = await tempFile(".raw", new Uint8Array(1000));
  await rejects(run("replay", file.path), { message: `replay capture, no frame found in it: ${file.path}` });
  await rejects(run("replay", "/no/such.jsonl"), {
    message: "read capture, the file cannot be opened (NotFound): /no/such.jsonl",
  });
});

Deno.test("wiretap tells in one line what is wrong with its arguments", async () => {
  const table: readonly (readonly [args: readonly string[], message: string])[] = [
    [[], "run wiretap, no command given"],
    [["tap"], "run wiretap, no such command: tap"],
    [["replay"], "replay captures, no file given"],
    [
      ["replay", "x", "--only", "pbx"],
      "replay captures, this version replays frames, nodes and calls, not yet: pbx",
    ],
    [["replay", "x", "--only", "cats"], "replay captures, --only takes frames, nodes or calls, not: cats"],
    [["replay", "x", "--node", "19 99"], 'replay captures, --node takes one node number, not: "19 99"'],
    [["replay", "x", "--node", "1\n"], 'replay captures, --node takes one node number, not: "1\\n"'],
  ];
  for (const [args, message] of table) {
    await rejects(run(...args), (error) => error instanceof UsageError && error.message === message, message);
  }
  await rejects(
    run("replay", "x", "--fast"),
    (error) => error instanceof UsageError && /--fast/.test(error.message),
  );
  await rejects(run("replay", "x", "--node"), UsageError);
});

Deno.test("wiretap --help prints how to call each of its commands", async () => {
  const { code, text } = await run("--help");
  strictEqual(code, 0);
  const lines = text.trimEnd().split("\n");
  deepStrictEqual(lines.map((line) => line.split(" ").slice(0, 4).join(" ")), [
    "usage: nexus wiretap capture",
    "usage: nexus wiretap sanitize",
    "usage: nexus wiretap replay",
  ]);
  strictEqual(lines[2], "usage: nexus wiretap replay FILE... [--only frames|nodes|calls] [--node NODE]");
});
