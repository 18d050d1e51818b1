import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { AmiDecoder, type AmiFrame } from "../../lib/ami/mod.ts";
import { bytesOf, decode, decodeText, outcome, plain } from "./support/decoding.ts";

interface Case {
  readonly name: string;
  readonly input: string;
  readonly frames: readonly ReturnType<typeof plain>[];
}

const event = (name: string, ...headers: string[]) => ({ kind: "event" as const, name, headers, output: [] });

const CASES: readonly Case[] = [
  {
    name: "CRLF frames",
    input: "Event: A\r\nKey: 1\r\n\r\nEvent: B\r\n\r\n",
    frames: [event("A", "Event=A", "Key=1"), event("B", "Event=B")],
  },
  {
    name: "LF frames",
    input: "Event: A\nKey: 1\n\nEvent: B\n\n",
    frames: [event("A", "Event=A", "Key=1"), event("B", "Event=B")],
  },
  {
    name: "LF stream with empty lines that have a CR",
    input: "Event: A\nKey: 1\n\r\nEvent: B\r\nKey: 2\r\n\r\n",
    frames: [event("A", "Event=A", "Key=1"), event("B", "Event=B", "Key=2")],
  },
  {
    name: "a time with the line end that ctime left on it, as ASL2 sends it",
    input:
      "Event: RPT_TXKEYED\r\nNode: 1998\r\nLastKeyedTime: Fri Nov 20 23:41:46 2026\n\r\nLastTxKeyedTime: x\n\r\n\r\n" +
      "Event: B\r\n\r\n",
    frames: [
      event(
        "RPT_TXKEYED",
        "Event=RPT_TXKEYED",
        "Node=1998",
        "LastKeyedTime=Fri Nov 20 23:41:46 2026",
        "LastTxKeyedTime=x",
      ),
      event("B", "Event=B"),
    ],
  },
  {
    name: "one frame typed with LF in a CRLF stream",
    input:
      "Action: Ping\r\nActionID: 1\r\n\r\nAction: Ping\nActionID: 2\n\nAction: Ping\r\nActionID: 3\r\n\r\n",
    frames: ["1", "2", "3"].map((id) => ({
      kind: "bare" as const,
      name: "",
      headers: ["Action=Ping", `ActionID=${id}`],
      output: [],
    })),
  },
  {
    name: "no blank after the colon, many, and one before it",
    input: "Event:A\r\nKey:1\r\nWide:   2  \r\nOdd : 3\r\n\r\n",
    frames: [event("A", "Event=A", "Key=1", "Wide=2", "Odd=3")],
  },
  {
    name: "keys in any case",
    input: "EVENT: A\r\nkEY: 1\r\n\r\nresponse: Success\r\n\r\n",
    frames: [event("A", "EVENT=A", "kEY=1"), {
      kind: "response",
      name: "Success",
      headers: ["response=Success"],
      output: [],
    }],
  },
  {
    name: "ActionID before Response",
    input: "ActionID: 7\r\nResponse: Success\r\nNode: 1\r\n\r\n",
    frames: [{
      kind: "response",
      name: "Success",
      headers: ["ActionID=7", "Response=Success", "Node=1"],
      output: [],
    }],
  },
  {
    name: "an event that has a Response header",
    input: "Event: OriginateResponse\r\nActionID: 7\r\nResponse: Failure\r\n\r\n",
    frames: [event("OriginateResponse", "Event=OriginateResponse", "ActionID=7", "Response=Failure")],
  },
  {
    name: "repeated headers in order",
    input: "Event: A\r\nConn: b\r\nVar: RPT_ALINKS=1,1999TU\r\nConn: a\r\nVar: x=\r\n\r\n",
    frames: [event("A", "Event=A", "Conn=b", "Var=RPT_ALINKS=1,1999TU", "Conn=a", "Var=x=")],
  },
  {
    name: "values that are empty, unknown, or full of colons",
    input: "Event: A\r\nExten: \r\nBare:\r\nName: <unknown>\r\nChannel: usrp/127.0.0.1:34198:32198\r\n\r\n",
    frames: [
      event("A", "Event=A", "Exten=", "Bare=", "Name=<unknown>", "Channel=usrp/127.0.0.1:34198:32198"),
    ],
  },
  {
    name: "a header name with a channel in parentheses",
    input: "Event: A\r\nChanVariable(SIP/100-1): x=1\r\n\r\n",
    frames: [event("A", "Event=A", "ChanVariable(SIP/100-1)=x=1")],
  },
  {
    name: "a line that is no header inside a frame",
    input: "Response: Success\r\nActionID: 7\r\n<NONE>\r\n: x\r\nRptUptime: 1\r\n\r\n",
    frames: [{
      kind: "response",
      name: "Success",
      headers: ["Response=Success", "ActionID=7", "RptUptime=1"],
      output: [],
    }],
  },
  {
    name: "Output lines with the blanks that lay them out",
    input:
      "Response: Success\r\nActionID: 7\r\nMessage: Command output follows\r\nOutput: NODE      PEER  \r\n" +
      "Output:   \t1999: x\r\nOutput: \r\nOutput:glued\r\n\r\n",
    frames: [{
      kind: "response",
      name: "Success",
      headers: [
        "Response=Success",
        "ActionID=7",
        "Message=Command output follows",
        "Output=NODE      PEER",
        "Output=1999: x",
        "Output=",
        "Output=glued",
      ],
      output: ["NODE      PEER  ", "  \t1999: x", "", "glued"],
    }],
  },
  {
    name: "XML without any header",
    input: '<?xml version="1.0"?>\r\n<nodes>\r\n  <node>1998</node>\r\n</nodes>\r\n\r\nEvent: A\r\n\r\n',
    frames: [
      {
        kind: "text",
        name: "",
        headers: [],
        output: ['<?xml version="1.0"?>', "<nodes>", "  <node>1998</node>", "</nodes>"],
      },
      event("A", "Event=A"),
    ],
  },
  {
    name: "a table with LF line ends and a CRLF at its end",
    input:
      "Event: A\r\n\r\nIAX2/127.0.0.1:4569-1     40    1\nIAX2/127.0.0.1:4569-2     41    1\n\r\nEvent: B\r\n\r\n",
    frames: [
      event("A", "Event=A"),
      {
        kind: "text",
        name: "",
        headers: [],
        output: ["IAX2/127.0.0.1:4569-1     40    1", "IAX2/127.0.0.1:4569-2     41    1"],
      },
      event("B", "Event=B"),
    ],
  },
  {
    name: "two answers in one message, as VoterStatus of two nodes",
    input: "Response: Success\r\nNode: 1\r\nResponse: Success\r\nNode: 2\r\n\r\n",
    frames: [{
      kind: "response",
      name: "Success",
      headers: ["Response=Success", "Node=1", "Response=Success", "Node=2"],
      output: [],
    }],
  },
  {
    name: "a byte order mark is data",
    input: "Event: \ufeffA\r\n\r\n\ufeffx\r\n\r\n",
    frames: [event("\ufeffA", "Event=\ufeffA"), { kind: "text", name: "", headers: [], output: ["\ufeffx"] }],
  },
];

for (const { name, input, frames } of CASES) {
  Deno.test(`AmiDecoder reads ${name}`, () => {
    const decoded = decodeText(input);
    deepStrictEqual(decoded.frames.map(plain), frames);
    const { bytes, frames: count, ...dropped } = decoded.decoder.counters;
    deepStrictEqual([bytes, count], [bytesOf(input).length, frames.length]);
    ok(Object.values(dropped).every((value) => value === 0), JSON.stringify(dropped));
  });
}

const OUTPUT = ["first: line", "", "  indented", "--END COMMAND-- is not the end here", "last"];

/** Old-style command output: headers in CRLF, output in LF. */
const FOLLOWS_CASES: readonly (readonly [name: string, input: string])[] = [
  [
    "on a line of its own",
    `Response: Follows\r\nPrivilege: Command\r\nActionID: 7\r\n${OUTPUT.join("\n")}\n--END COMMAND--\r\n\r\n`,
  ],
  [
    "glued to the last line",
    `Response: Follows\r\nPrivilege: Command\r\nActionID: 7\r\n${OUTPUT.join("\n")}--END COMMAND--\r\n\r\n`,
  ],
  [
    "after headers in another order",
    `Privilege: Command\r\nActionID: 7\r\nResponse: Follows\r\n${OUTPUT.join("\n")}\n--END COMMAND--\r\n\r\n`,
  ],
  [
    "after headers in another case",
    `actionid: 7\r\nRESPONSE:follows \r\nprivilege:Command\r\n${OUTPUT.join("\n")}\n--END COMMAND--\r\n\r\n`,
  ],
  [
    "after CRLF output",
    `Response: Follows\r\nActionID: 7\r\nPrivilege: Command\r\n${
      OUTPUT.join("\r\n")
    }\r\n--END COMMAND--\r\n\r\n`,
  ],
  [
    "in LF style",
    `Response: Follows\nPrivilege: Command\nActionID: 7\n${OUTPUT.join("\n")}\n--END COMMAND--\n\n`,
  ],
  [
    "with one LF behind it",
    `Response: Follows\r\nPrivilege: Command\r\nActionID: 7\r\n${OUTPUT.join("\n")}\n--END COMMAND--\n\r\n`,
  ],
];

for (const [name, input] of FOLLOWS_CASES) {
  Deno.test(`AmiDecoder reads the output of Response: Follows with the end mark ${name}`, () => {
    const { frames } = decodeText(`${input}Event: A\r\nKey: 1\r\n\r\n`);
    deepStrictEqual(frames.map((frame) => [frame.kind, frame.name.toLowerCase()]), [
      ["response", "follows"],
      ["event", "a"],
    ]);
    deepStrictEqual(frames[0]?.output(), OUTPUT);
    strictEqual(frames[0]?.get("ActionID"), "7");
    strictEqual(frames[0]?.get("first"), undefined);
    deepStrictEqual(frames[0]?.headers().length, input.toLowerCase().includes("privilege") ? 3 : 2);
  });
}

Deno.test("AmiDecoder reads an empty output of Response: Follows", () => {
  const { frames } = decodeText("Response: Follows\r\nPrivilege: Command\r\n--END COMMAND--\r\n\r\n");
  deepStrictEqual(frames.map((frame) => frame.output()), [[]]);
});

Deno.test("AmiDecoder keeps output lines that look like headers out of the headers", () => {
  const { frames } = decodeText(
    "Response: Follows\r\nPrivilege: Command\r\nActionID: 7\r\nPrivilege: fake\nNode: 1\n--END COMMAND--\r\n\r\n",
  );
  deepStrictEqual(frames[0]?.all("Privilege"), ["Command"]);
  deepStrictEqual(frames[0]?.output(), ["Privilege: fake", "Node: 1"]);
});

Deno.test("AmiDecoder does not wait for an end mark of other responses", () => {
  const { frames } = decodeText("Response: Followship\r\nActionID: 7\r\n\r\nEvent: A\r\n\r\n");
  deepStrictEqual(frames.map((frame) => frame.name), ["Followship", "A"]);
});

Deno.test("AmiDecoder gives the greeting once, before the frames", () => {
  for (const eol of ["\r\n", "\n"]) {
    const order: string[] = [];
    const decoder = new AmiDecoder({
      onBanner: (banner) => order.push(banner),
      onFrame: (frame) => order.push(frame.name),
    });
    decoder.push(bytesOf(`Asterisk Call Manager/11.0.0${eol}Event: A${eol}${eol}Event: B${eol}${eol}`));
    deepStrictEqual(order, ["Asterisk Call Manager/11.0.0", "A", "B"]);
  }
});

Deno.test("AmiDecoder loses no frame of a stream without greeting", () => {
  const { banners, frames } = decode([bytesOf("Response: Success\r\nActionID: 1\r\n\r\nEvent: B\r\n\r\n")]);
  deepStrictEqual([banners, frames.map((frame) => frame.name)], [[], ["Success", "B"]]);
});

Deno.test("AmiDecoder lets the line end of the greeting decide the style of the stream", () => {
  const { frames } = decode([bytesOf("Asterisk Call Manager/1.1\nEvent: A\nKey: 1\r\n\nEvent: B\n\n")]);
  deepStrictEqual(frames.map((frame) => [frame.name, frame.get("Key")]), [["A", "1"], ["B", undefined]]);
});

Deno.test("AmiDecoder counts a reply that is only an empty line and gives no frame", () => {
  let told = 0;
  const { frames, decoder } = decode([bytesOf("Hi/1\r\nEvent: A\r\n\r\n\r\nEvent: B\r\n\r\n\r\n\r\n")], {
    onEmptyFrame: () => told++,
  });
  deepStrictEqual(frames.map((frame) => frame.name), ["A", "B"]);
  deepStrictEqual([decoder.counters.emptyFrames, decoder.counters.frames, told], [3, 2, 3]);
});

Deno.test("AmiDecoder counts the frame that the end of the stream cut off", () => {
  const { frames, decoder } = decodeText("Event: A\r\n\r\nEvent: B\r\nNode:");
  deepStrictEqual(frames.map((frame) => frame.name), ["A"]);
  strictEqual(decoder.counters.truncatedFrames, 1);
  strictEqual(decoder.heldBytes, 0);
  decoder.push(bytesOf("Event: C\r\n\r\n"));
  strictEqual(decoder.counters.frames, 1);
});

Deno.test("AmiDecoder counts nothing cut off when the stream ends between frames", () => {
  strictEqual(decodeText("Event: A\r\n\r\n").decoder.counters.truncatedFrames, 0);
  strictEqual(decode([bytesOf("Asterisk Call Man")]).decoder.counters.truncatedFrames, 0);
});

Deno.test("AmiDecoder joins a character that two reads cut", () => {
  const bytes = bytesOf("Event: Newstate\r\nCallerIDName: J. MÜLLER 東 😀\r\n\r\n");
  for (let cut = 1; cut < bytes.length; cut++) {
    const { frames } = decode([bytes.subarray(0, cut), bytes.subarray(cut)]);
    strictEqual(frames[0]?.get("CallerIDName"), "J. MÜLLER 東 😀", `cut at byte ${cut}`);
  }
});

Deno.test("AmiDecoder turns bytes that are not UTF-8 into U+FFFD and keeps the rest of the frame", () => {
  const bytes = bytesOf(
    "Event: A\r\nName: M\xdcLLER\r\nCut: \xe2\x82\r\nNext: 1\r\n\r\nEvent: B\r\n\r\n",
    "latin1",
  );
  const { frames } = decode([bytes]);
  deepStrictEqual(frames.map((frame) => frame.get("Name")), ["M\ufffdLLER", undefined]);
  deepStrictEqual([frames[0]?.get("Cut"), frames[0]?.get("Next"), frames[1]?.name], ["\ufffd", "1", "B"]);
});

Deno.test("AmiDecoder gives frames that stay as they are when more bytes come", () => {
  const frames: AmiFrame[] = [];
  const decoder = new AmiDecoder({ expectBanner: false, onFrame: (frame) => frames.push(frame) });
  const chunk = bytesOf("Event: First\r\nNode: 1998\r\n\r\n");
  decoder.push(chunk);
  chunk.fill(0x58);
  for (let round = 0; round < 2_000; round++) decoder.push(bytesOf("Event: Other\r\nNode: 2000\r\n\r\n"));
  deepStrictEqual([frames[0]?.name, frames[0]?.get("Node"), frames[0]?.headers().length], [
    "First",
    "1998",
    2,
  ]);
});

Deno.test("AmiDecoder goes on with the next frame when a callback throws", () => {
  const names: string[] = [];
  const decoder = new AmiDecoder({
    expectBanner: false,
    onFrame: (frame) => {
      names.push(frame.name);
      if (frame.name === "A") throw new Error("listener");
    },
  });
  throws(() => decoder.push(bytesOf("Event: A\r\n\r\nEvent: B\r\n\r\n")), /listener/);
  decoder.push(bytesOf("Event: C\r\n\r\n"));
  deepStrictEqual(names, ["A", "B", "C"]);
});

Deno.test("AmiDecoder reads what a client sends, without greeting", () => {
  const { banners, frames, decoder } = decode(
    [bytesOf("Action: Login\r\nUsername: admin\r\n\r\naction: ping\r\nactionid: low\r\n\r\n")],
    { expectBanner: false },
  );
  deepStrictEqual(
    [banners, frames.map((frame) => [frame.kind, frame.get("Action"), frame.get("ActionID")])],
    [
      [],
      [["bare", "Login", undefined], ["bare", "ping", "low"]],
    ],
  );
  strictEqual(outcome({ banners, frames, decoder }).counters.frames, 2);
});
