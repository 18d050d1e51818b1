import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { maskAddress, maskLinks, maskStatus, normalizeAddress, parseAddress } from "../../lib/wire/mod.ts";
import { linkInfo, nodeStatus } from "./samples.ts";

const MASKED: readonly [address: string, masked: string][] = [
  ["192.0.2.7", "192.0.*.*"],
  ["255.255.255.255", "255.255.*.*"],
  ["192.0.2.7:4569", "192.0.*.*"],
  [" 192.0.2.7 ", "192.0.*.*"],
  ["2001:db8:1:2::9", "2001:db8:*"],
  ["2001:DB8::", "2001:db8:*"],
  ["[2001:db8::1]:4569", "2001:db8:*"],
  ["fe80::1%eth0", "fe80:0:*"],
  ["::1", "0:0:*"],
  ["::ffff:192.0.2.7", "192.0.*.*"],
  ["::ffff:c000:207", "192.0.*.*"],
  ["64:ff9b::192.0.2.7", "64:ff9b:*"],
  ["", ""],
  ["(none)", "*"],
  ["node.example.org", "*"],
  ["192.0.2", "*"],
  ["192.0.2.256", "*"],
  ["192.0.02.7", "*"],
  ["1:2:3:4:5:6:7:8:9", "*"],
  ["2001::db8::1", "*"],
  ["1.2.3.4.5", "*"],
];

Deno.test("maskAddress keeps two octets or 32 bits, and hides what is no address", () => {
  for (const [address, masked] of MASKED) strictEqual(maskAddress(address), masked, address);
});

Deno.test("maskAddress never shows the end of an address, whatever the text", () => {
  fc.assert(fc.property(fc.ipV4(), (address) => {
    const [a, b] = address.split(".");
    strictEqual(maskAddress(address), `${a}.${b}.*.*`);
  }));
  fc.assert(
    fc.property(fc.ipV6(), (address) => strictEqual(/:\*$|\.\*$/.test(maskAddress(address)), true, address)),
  );
  fc.assert(fc.property(fc.string(), (text) => strictEqual(typeof maskAddress(text), "string")));
});

Deno.test("normalizeAddress gives one spelling per address and leaves other text alone", () => {
  strictEqual(normalizeAddress("::FFFF:10.0.0.1"), "10.0.0.1");
  strictEqual(normalizeAddress("2001:0DB8:0:0:1:0:0:0"), "2001:db8:0:0:1::");
  strictEqual(normalizeAddress("0:0:0:0:0:0:0:1"), "::1");
  strictEqual(normalizeAddress("::"), "::");
  strictEqual(normalizeAddress("1:0:2:0:3:0:4:0"), "1:0:2:0:3:0:4:0");
  strictEqual(normalizeAddress("unix"), "unix");
});

Deno.test("normalizeAddress does not change an address that it made", () => {
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
    const once = normalizeAddress(address);
    strictEqual(normalizeAddress(once), once);
    deepStrictEqual(parseAddress(once), parseAddress(address));
  }));
});

Deno.test("maskLinks and maskStatus share the value when no link has an address", () => {
  const bare = [linkInfo({ ip: null })];
  strictEqual(maskLinks(bare), bare);
  const status = nodeStatus({ links: bare });
  strictEqual(maskStatus(status), status);
});

Deno.test("maskStatus masks every link and changes nothing else", () => {
  const status = nodeStatus({ links: [linkInfo({ ip: "192.0.2.7" }), linkInfo({ node: "2001", ip: null })] });
  const masked = maskStatus(status);
  deepStrictEqual(masked.links.map((link) => link.ip), ["192.0.*.*", null]);
  deepStrictEqual({ ...masked, links: status.links }, status);
  strictEqual(status.links[0]?.ip, "192.0.2.7", "the source keeps its address");
});
