import { strictEqual } from "node:assert/strict";
import { echolinkNumber, kindOfNode } from "../../lib/rpt/mod.ts";
import type { NodeKind } from "../../lib/rpt/mod.ts";

Deno.test("kindOfNode tells the kind at, below and above every limit", () => {
  const table: readonly (readonly [string, NodeKind])[] = [
    ["1", "private"],
    ["1999", "private"],
    ["2000", "allstar"],
    ["43732", "allstar"],
    ["546051", "allstar"],
    ["79999", "allstar"],
    ["80000", "irlp"],
    ["89999", "irlp"],
    ["90000", "allstar"],
    ["800000", "allstar"],
    ["2999999", "allstar"],
    ["3000000", "echolink"],
    ["3507690", "echolink"],
    ["3999999", "echolink"],
    ["4000000", "allstar"],
    ["35076900", "allstar"],
    ["350769", "allstar"],
    ["KF8S", "text"],
    ["101-P", "text"],
    ["KG5DRT ONE", "text"],
    ["-5", "text"],
    ["1.5", "text"],
    ["", "text"],
  ];
  for (const [name, kind] of table) strictEqual(kindOfNode(name), kind, name);
});

Deno.test("echolinkNumber strips the 3 and the zeros after it", () => {
  strictEqual(echolinkNumber("3066366"), 66366);
  strictEqual(echolinkNumber("3507690"), 507690);
  strictEqual(echolinkNumber("43732"), undefined);
  strictEqual(echolinkNumber("KF8S"), undefined);
});
