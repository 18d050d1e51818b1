import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { AmiDecoder, type AmiFrame } from "../../lib/ami/mod.ts";
import { parseVoterStatus } from "../../lib/rpt/mod.ts";
import { frameOf, recordedFrames, recordedReply } from "./frames.ts";

const RECORDING = "08a-voterstatus-poll";

const QUIET = { connected: true, mix: false, dynamic: false, timing: "none", ip: null, rssi: 0 } as const;

Deno.test("parseVoterStatus reads the recorded answer of a voter that receives", () => {
  deepStrictEqual(parseVoterStatus(recordedReply(RECORDING, "08a-13")), {
    voters: [{
      node: "1997",
      voted: "North",
      receivers: [
        { ...QUIET, name: "Main", timing: "active_master", ip: "127.0.0.1", rssi: 99 },
        { ...QUIET, name: "North", connected: false, ip: "127.0.0.1", rssi: 155 },
        { ...QUIET, name: "South-Hill", connected: false, ip: "127.0.0.1" },
      ],
    }],
    badRows: 0,
  });
});

Deno.test("parseVoterStatus reads two voters of one answer, which no empty line divides", () => {
  const { voters, badRows } = parseVoterStatus(recordedReply(RECORDING, "08a-3"));
  deepStrictEqual(voters.map(({ node, receivers }) => [node, receivers.map(({ name }) => name)]), [
    ["1997", ["Main", "North", "South-Hill"]],
    ["1996", ["Solo", "Spare"]],
  ]);
  deepStrictEqual(voters[1]?.receivers, [
    { ...QUIET, name: "Solo", connected: false, mix: true, ip: "127.0.0.1" },
    { ...QUIET, name: "Spare", connected: false },
  ]);
  strictEqual(badRows, 0);
});

Deno.test("parseVoterStatus understands every recorded answer, with the voted one among its receivers", () => {
  let answers = 0, voted = 0;
  for (const frame of recordedFrames(RECORDING)) {
    if (frame.get("Client") === undefined) continue;
    const { voters, badRows } = parseVoterStatus(frame);
    answers++;
    strictEqual(badRows, 0);
    for (const voter of voters) {
      if (voter.voted === null) continue;
      voted++;
      ok(voter.receivers.some(({ name }) => name === voter.voted), voter.voted);
    }
  }
  ok(answers > 20 && voted > 5, `${answers} answers, ${voted} voted`);
});

Deno.test("parseVoterStatus reads marks of every release, and names that look like them", () => {
  const receiver = (client: string, voted?: string) => {
    const lines = ["Node: 1", ...voted === undefined ? [] : [`Voted: ${voted}`], `Client: ${client}`];
    return parseVoterStatus(frameOf([...lines, "IP: 192.0.2.7:667", "RSSI: 255"])).voters[0]?.receivers[0];
  };
  const known = { ...QUIET, ip: "192.0.2.7", rssi: 255 };
  deepStrictEqual(receiver("EOC_VHF Dynamic Mix Master ActiveMaster Inactive"), {
    ...known,
    name: "EOC_VHF",
    connected: false,
    mix: true,
    dynamic: true,
    timing: "active_master",
  });
  deepStrictEqual(receiver("Hill Master"), { ...known, name: "Hill", timing: "master" });
  deepStrictEqual(receiver("Hill Master", "Hill Master"), { ...known, name: "Hill Master" });
  deepStrictEqual(receiver("Hill Master Mix", "Hill Master"), { ...known, name: "Hill Master", mix: true });
  deepStrictEqual(receiver("Inactive"), { ...known, name: "Inactive" });
  deepStrictEqual(receiver("Großer Berg, <b>2: & Mixer"), { ...known, name: "Großer Berg, <b>2: & Mixer" });
});

Deno.test("parseVoterStatus reads the address of a receiver behind a proxy", () => {
  const lines = ["Node: 1", "Client: A", "IP: 198.51.100.4:1667 (Proxied)", "RSSI: 7"];
  deepStrictEqual(parseVoterStatus(frameOf(lines)).voters[0]?.receivers, [
    { ...QUIET, name: "A", ip: "198.51.100.4", rssi: 7 },
  ]);
});

Deno.test("parseVoterStatus loses a line for a bad line, and takes none for another's", () => {
  const answer = parseVoterStatus(frameOf([
    "RSSI: 3", // belongs to nobody
    "Client: Lost",
    "Node: 1",
    "RSSI: 4",
    "Client: A",
    "IP: nowhere",
    "RSSI: 256",
    "Client:",
    "RSSI: 5",
    "Client: B",
    "IP: 192.0.2.1:1",
    "RSSI: -1",
    "Node: x",
    "Client: Nobody's",
    "Node: 2",
    "Voted:",
    "Client: C",
    "RSSI: 9",
  ]));
  deepStrictEqual(answer, {
    voters: [
      {
        node: "1",
        voted: null,
        receivers: [
          { ...QUIET, name: "A", rssi: null },
          { ...QUIET, name: "B", ip: "192.0.2.1", rssi: null },
        ],
      },
      { node: "2", voted: null, receivers: [{ ...QUIET, name: "C", rssi: 9 }] },
    ],
    badRows: 10,
  });
});

Deno.test("parseVoterStatus finds no voter in an empty answer and in a refusal", () => {
  deepStrictEqual(parseVoterStatus(frameOf([])), { voters: [], badRows: 0 });
  const refusal = ["Response: Error", "ActionID: 1", "Message: Invalid/unknown command: VoterStatus."];
  deepStrictEqual(parseVoterStatus(frameOf(refusal)), { voters: [], badRows: 0 });
});

Deno.test("parseVoterStatus reads back whatever chan_voter could write, wherever it is cut into pieces", () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_-]([A-Za-z0-9_ -]{0,28}[a-z0-9_-])?$/)
    .filter((text) => !/(?:Dynamic|Mix|Master|Inactive)$/.test(text));
  const receiver = fc.record({
    name,
    connected: fc.boolean(),
    mix: fc.boolean(),
    dynamic: fc.boolean(),
    timing: fc.constantFrom("none" as const, "master" as const, "active_master" as const),
    ip: fc.option(fc.ipV4().filter((ip) => ip !== "0.0.0.0"), { nil: null }),
    rssi: fc.nat(255),
  }, { noNullPrototype: true });
  const voter = fc.record({
    node: fc.nat(999_999).map(String),
    receivers: fc.uniqueArray(receiver, { maxLength: 6, selector: (each) => each.name }),
    votes: fc.boolean(),
  }, { noNullPrototype: true }).map(({ node, receivers, votes }) => ({
    node,
    voted: votes ? receivers.at(-1)?.name ?? null : null,
    receivers,
  }));
  fc.assert(
    fc.property(fc.array(voter, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(3_000)), (voters, cuts) => {
      const frame = decoded(voters.map(written).join("") + "\r\n", cuts);
      deepStrictEqual(parseVoterStatus(frame), { voters, badRows: 0 });
    }),
    { numRuns: 100 },
  );
});

Deno.test("parseVoterStatus survives any headers and accounts for every receiver", () => {
  const names = fc.constantFrom("Node", "Voted", "Client", "IP", "RSSI", "Response", "client", "");
  const values = fc.oneof(
    fc.string(),
    fc.constantFrom("1997", "North", "North Master", " Mix", "Inactive", "0.0.0.0:0", "255", "-1", "1e3", ""),
  );
  const header = fc.record({ name: names, value: values }, { noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(header, { maxLength: 30 }), (headers) => {
      const frame = { get: () => undefined, headers: () => headers };
      const { voters, badRows } = parseVoterStatus(frame);
      const clients = headers.filter(({ name }) => name.toLowerCase() === "client").length;
      const rows = voters.flatMap(({ receivers }) => receivers);
      ok(rows.length <= clients && badRows <= headers.length);
      for (const { name, rssi } of rows) ok(name !== "" && (rssi === null || (rssi >= 0 && rssi <= 255)));
      for (const { node } of voters) ok(/^\d+$/.test(node));
    }),
    { numRuns: 300 },
  );
});

/** One voter as `manager_voter_status` writes it. */
function written({ node, voted, receivers }: ReturnType<typeof parseVoterStatus>["voters"][number]): string {
  const lines = ["Response: Success", "ActionID: x", `Node: ${node}`];
  if (voted !== null) lines.push(`Voted: ${voted}`);
  for (const { name, connected, mix, dynamic, timing, ip, rssi } of receivers) {
    const marks = [
      dynamic ? " Dynamic" : "",
      mix ? " Mix" : "",
      timing === "none" ? "" : " Master",
      timing === "active_master" ? " ActiveMaster" : "",
      connected ? "" : " Inactive",
    ];
    lines.push(`Client: ${name}${marks.join("")}`, `IP: ${ip ?? "0.0.0.0"}:1667`, `RSSI: ${rssi}`);
  }
  return lines.map((line) => `${line}\r\n`).join("");
}

/** The one frame of a text that comes in pieces. */
function decoded(text: string, cuts: readonly number[]): AmiFrame {
  const frames: AmiFrame[] = [];
  const decoder = new AmiDecoder({ expectBanner: false, onFrame: (frame) => void frames.push(frame) });
  const bytes = new TextEncoder().encode(text);
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((one, other) =>
    one - other
  );
  let from = 0;
  for (const end of ends) {
    decoder.push(bytes.subarray(from, end));
    from = end;
  }
  strictEqual(frames.length, 1);
  const [frame] = frames;
  if (!frame) throw new Error("decode an answer, there is no frame");
  return frame;
}
