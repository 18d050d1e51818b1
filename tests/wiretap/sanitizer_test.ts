import { deepStrictEqual, doesNotMatch, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { Sanitizer } from "../../lib/wiretap/sanitizer.ts";
import { chance } from "./chance.ts";

function clean(lines: readonly string[]): string[] {
  const sanitizer = new Sanitizer(chance(7));
  const learner = sanitizer.learner();
  for (const line of lines) learner.line(line);
  const cleaner = sanitizer.cleaner();
  return lines.map((line) => cleaner.line(line));
}

function valueOf(line: string | undefined): string {
  return line?.slice(line.indexOf(":") + 2) ?? "";
}

Deno.test("Sanitizer gives one number one pseudonym of its length in every header, channel and dial string", () => {
  const cleaned = clean([
    "Event: DialBegin",
    "Channel: PJSIP/1986-0000002b",
    "CallerIDNum: 1986",
    "DestChannel: SIP/21-0000002c",
    "DestExten: 21",
    "DialString: 21/sip:21@192.168.7.20:5060",
    "AppData: PJSIP/21&SIP/1986,30,tT",
    'CallerID: "Martin" <1986>',
    "Uniqueid: 1770888509.40",
  ]);
  const caller = valueOf(cleaned[2]);
  const callee = valueOf(cleaned[4]);
  match(caller, /^1\d{3}$/);
  match(callee, /^2\d$/);
  notStrictEqual(caller, "1986");
  notStrictEqual(callee, "21");
  strictEqual(cleaned[1], `Channel: PJSIP/${caller}-0000002b`);
  strictEqual(cleaned[3], `DestChannel: SIP/${callee}-0000002c`);
  ok(cleaned[5]?.startsWith(`DialString: ${callee}/sip:${callee}@192.168.`), cleaned[5]);
  strictEqual(cleaned[6], `AppData: PJSIP/${callee}&SIP/${caller},30,tT`);
  ok(cleaned[7]?.endsWith(`<${caller}>`), cleaned[7]);
  deepStrictEqual([cleaned[0], cleaned[8]], ["Event: DialBegin", "Uniqueid: 1770888509.40"]);
});

Deno.test("Sanitizer replaces names word by word, in the case and the length they had", () => {
  const [alice, upper, prefixed, member, text] = clean([
    "CallerIDName: Alice Anderson",
    "CallerIDName: ALICE ANDERSON",
    "ConnectedLineName: SALES:Alice Anderson",
    "MemberName: José Núñez",
    "AppData: welcome alice",
  ]);
  match(valueOf(alice), /^[A-Z][a-z]{4} [A-Z][a-z]{7}$/);
  doesNotMatch(valueOf(alice), /Alice|Anderson/);
  strictEqual(valueOf(upper), valueOf(alice).toUpperCase());
  ok(valueOf(prefixed).endsWith(`:${valueOf(alice)}`), prefixed);
  match(valueOf(member), /^[A-Z][a-z]{3} [A-Z][a-z]{4}$/);
  strictEqual(valueOf(text), `welcome ${valueOf(alice).split(" ")[0]?.toLowerCase()}`);
});

Deno.test("Sanitizer keeps what a number of any country begins with, and replaces the rest however it is written", () => {
  const [plus, national, spaced, trunk, local] = clean([
    "CallerIDNum: +447700900123",
    "CallerIDNum: 07700900123",
    "Value: call me at +44 7700 900-123",
    "Exten: 95551212",
    "DialString: 5551212@trunk",
  ]).map(valueOf);
  match(plus ?? "", /^\+447\d{9}$/);
  strictEqual(national, `0${plus?.slice(3)}`);
  strictEqual(spaced?.replace(/\D/g, ""), plus?.slice(1));
  doesNotMatch(plus ?? "", /700900123/);
  strictEqual(trunk, `9${local?.slice(0, 7)}`);
  notStrictEqual(local?.slice(0, 7), "5551212");
});

Deno.test("Sanitizer replaces addresses, hosts, mail and SIP addresses, and leaves this machine's alone", () => {
  const lines = clean([
    "RemoteAddress: IPV4/UDP/203.0.113.9/5070",
    "LocalAddress: IPV4/TCP/127.0.0.1/5038",
    "URI: sip:kitchen@10.1.2.3:5060",
    "Value: fe80::1c2:3ff:fe04:5 and 2001:db9:aa::17",
    "Value: mail bob.brown@shack.example.org",
    "Value: pbx.home.example.net",
    "Elapsed: 00:12:01:456",
    "Version: 1.2.3.4.5",
    "AppData: beep.gsm",
  ]);
  match(lines[0] ?? "", /^RemoteAddress: IPV4\/UDP\/198\.1[89]\.\d+\.\d+\/5070$/);
  strictEqual(lines[1], "LocalAddress: IPV4/TCP/127.0.0.1/5038");
  match(lines[2] ?? "", /^URI: sip:(?!kitchen)[a-z]{7}@10\.(?!1\.2\.3:)\d+\.\d+\.\d+:5060$/);
  match(lines[3] ?? "", /^Value: fe80:[0-9a-f:]+ and 2001:db8:[0-9a-f:]+$/);
  doesNotMatch(lines[3] ?? "", /1c2:3ff|db9/);
  match(lines[4] ?? "", /^Value: mail (?!bob)[a-z]{3}\.[a-z]{5}@[a-z]{5}\.[a-z]{7}\.org$/);
  doesNotMatch(lines[5] ?? "", /home|pbx/);
  deepStrictEqual(lines.slice(6), ["Elapsed: 00:12:01:456", "Version: 1.2.3.4.5", "AppData: beep.gsm"]);
});

Deno.test("Sanitizer replaces nodes and callsigns in lists of links, with their counts and modes kept", () => {
  const lines = clean([
    "Event: RPT_ALINKS",
    "Node: 43732",
    "EventValue: 2,43733TU,KF8STK",
    "",
    "Var: RPT_LINKS=2,T43733,RKF8S",
    "LinkedNodes: T43733, RKF8S",
    "Conn: 43733 203.0.113.7 0 OUT 00:12:01:456 ESTABLISHED",
  ]);
  match(lines[1] ?? "", /^Node: 4\d{4}$/);
  const [, node, call] = /^EventValue: 2,(4\d{4})TU,([A-Z]{2}\d[A-Z])TK$/.exec(lines[2] ?? "") ??
    /^EventValue: 2,(4\d{4})TU,([A-Z0-9]{4})TK$/.exec(lines[2] ?? "") ?? [];
  notStrictEqual(node, "43733");
  notStrictEqual(call, "KF8S");
  strictEqual(lines[4], `Var: RPT_LINKS=2,T${node},R${call}`);
  strictEqual(lines[5], `LinkedNodes: T${node}, R${call}`);
  match(
    lines[6] ?? "",
    new RegExp(`^Conn: ${node} 198\\.\\d+\\.\\d+\\.\\d+ 0 OUT 00:12:01:456 ESTABLISHED$`),
  );
});

Deno.test("Sanitizer replaces secrets by what has nothing of them but their length, in variables too", () => {
  const lines = clean([
    "Secret: hunter2",
    "Key: 0af3",
    "Challenge: 165165165",
    "Variable: SIP_PASSWORD",
    "Value: hunter2",
  ]);
  for (const [at, length] of [[0, 7], [1, 4], [2, 9], [4, 7]] as const) {
    strictEqual(valueOf(lines[at]).length, length);
  }
  doesNotMatch(lines.join("\n"), /hunter2|0af3|165165165/);
  strictEqual(valueOf(lines[0]), valueOf(lines[4]));
});

Deno.test("Sanitizer keeps a system's name the same in identifiers as in its own header", () => {
  const [system, id] = clean(["SystemName: shack-pbx", "Linkedid: shack-pbx-1795217879.38"]);
  strictEqual(id, `Linkedid: ${valueOf(system)}-1795217879.38`);
  notStrictEqual(valueOf(system), "shack-pbx");
});

Deno.test("Sanitizer lists what it replaced, and what it left that may be somebody's", () => {
  const sanitizer = new Sanitizer(chance(3));
  const lines = [
    "CallerIDName: Martin",
    "AppData: the red barn",
    "Value: PJSIP/100-00000001",
    "Variable: BRIDGEPEER",
  ];
  const learner = sanitizer.learner();
  for (const line of lines) learner.line(line);
  const cleaner = sanitizer.cleaner();
  for (const line of [...lines, ...lines]) cleaner.line(line);
  deepStrictEqual(sanitizer.replacements().map(({ kind, original }) => [kind, original]), [
    ["word", "martin"],
    ["number", "100"],
  ]);
  deepStrictEqual(sanitizer.doubts(), {
    kept: [{ header: "AppData", value: "the red barn", count: 2 }],
    more: 0,
  });
});

Deno.test("Sanitizer lists what it left in a value that it cleaned in part, as it stands in the file", () => {
  const sanitizer = new Sanitizer(chance(3));
  const lines = [
    "AccountCode: cust4711",
    "Value: cust4711 of John Miller",
    "AppData: IAX2/bob:t0psecret@10.2.3.4/200",
  ];
  const learner = sanitizer.learner();
  for (const line of lines) learner.line(line);
  const cleaner = sanitizer.cleaner();
  for (const line of lines) cleaner.line(line);
  const [doubt, ...more] = sanitizer.doubts().kept;
  match(doubt?.value ?? "", /^(?!cust4711)[a-z]{4}\d{4} of John Miller$/);
  deepStrictEqual(more, []);
});

Deno.test("Sanitizer replaces what stands in parts and in halves: codes, written numbers, users with secrets, mapped addresses", () => {
  const [code, inText, number, dialled, iax, uri, short, dialPlan, mapped, address, mailbox, , host] = clean([
    "AccountCode: sales-de-77",
    "Data: accountcode=sales-de-77",
    "CallerIDNum: +49 (30) 1234-5678",
    "ConnectedLineNum: 00493012345678",
    "AppData: IAX2/bob:t0psecret@10.2.3.4/200",
    "URI: sip:carol:pa55word@[2001:4860::8888]:5060",
    "Exten: 99",
    "Value: 99@internal",
    "Mapped: ::ffff:82.13.44.7",
    "Address: IPV4/UDP/82.13.44.7/5060",
    "Mailbox: 2001@default",
    "MemberName: Jane Roe",
    "Output: jane.roe",
  ]);
  strictEqual(valueOf(inText), `accountcode=${valueOf(code)}`);
  doesNotMatch(valueOf(code), /sales|de|77/);
  strictEqual(valueOf(number).replace(/\D/g, "").slice(-9), valueOf(dialled).slice(-9));
  doesNotMatch(valueOf(number), /1234-5678/);
  match(iax ?? "", /^AppData: IAX2\/(?!bob)[a-z]{3}:(?!t0psecret)\w{9}@10\.(?!2\.3\.4)[\d.]+\/\d+$/);
  match(uri ?? "", /^URI: sip:(?!carol)[a-z]{5}:(?!pa55word)\w{8}@\[2001:db8:[0-9a-f:]+\]:5060$/);
  strictEqual(valueOf(dialPlan), `${valueOf(short)}@internal`);
  strictEqual(valueOf(mapped), `::ffff:${valueOf(address).split("/")[2]}`);
  match(mailbox ?? "", /^Mailbox: (?!2001)\d{4}@default$/);
  doesNotMatch(host ?? "", /jane|roe/);
});

Deno.test("Sanitizer takes any line without throwing, and never makes two of one", () => {
  const names = fc.constantFrom(
    "CallerIDNum",
    "Channel",
    "DialString",
    "Value",
    "Uniqueid",
    "URI",
    "EventValue",
    "X",
  );
  const line = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.tuple(names, fc.string()).map(([name, value]) => `${name}: ${value}`),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
      const oneLine = lines.map((text) => text.replace(/[\r\n]/g, " "));
      const cleaned = clean(oneLine);
      strictEqual(cleaned.length, oneLine.length);
      for (const text of cleaned) doesNotMatch(text, /[\r\n]/);
    }),
    { numRuns: 60 },
  );
});

Deno.test("Sanitizer never gives two numbers one pseudonym, nor one that stood in the capture", () => {
  const digits = fc.stringMatching(/^[1-9]\d{1,10}$/);
  fc.assert(
    fc.property(fc.uniqueArray(digits, { maxLength: 60 }), (numbers) => {
      const invented = clean(numbers.map((number) => `CallerIDNum: ${number}`)).map(valueOf);
      strictEqual(new Set(invented).size, numbers.length);
    }),
    { numRuns: 200 },
  );
});
