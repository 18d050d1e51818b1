import { readInline, type Value } from "./document.ts";
import { describeValue, type Kind } from "./kinds.ts";
import type { Report } from "./problems.ts";
import type { NameOverride } from "./types.ts";

/** Names given by hand are held in memory; a list longer than this belongs into a file, which `astdb.path` names. */
const MAX_OVERRIDES = 1_000;

const NODE = /^[A-Za-z0-9-]{1,20}$/;
const MAX_NAME_LENGTH = 200;
// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Names given by hand: a block of `node: "CALL|description|location"`, in the environment as `{1999: "..."}`. */
export const nameOverrides: Kind<readonly NameOverride[]> = {
  read(value, key, report) {
    const block = value.kind === "scalar" && value.text.trimStart().startsWith("{")
      ? readInline(value.origin, value.text, report)
      : value;
    if (block.kind !== "map") {
      const shown = describeValue(block);
      report(
        value.origin,
        key,
        `${key}, expected a block like {1999: "CALL|description|location"}: ${shown}`,
      );
      return undefined;
    }
    if (block.entries.length > MAX_OVERRIDES) {
      const given = block.entries.length;
      report(
        value.origin,
        key,
        `${key}, expected at most ${MAX_OVERRIDES} nodes, use astdb.path for more: ${given}`,
      );
      return undefined;
    }
    return readEntries(block, key, report);
  },
};

function readEntries(
  block: Extract<Value, { kind: "map" }>,
  key: string,
  report: Report,
): readonly NameOverride[] | undefined {
  const found = new Map<string, NameOverride>();
  let isGood = true;
  for (const entry of block.entries) {
    const override = readOverride(entry.key, entry.value, key, report);
    const isTwice = override !== undefined && found.has(override.node);
    if (isTwice) report(entry.origin, key, `${key}, expected each node once: ${JSON.stringify(entry.key)}`);
    if (override === undefined || isTwice) isGood = false;
    else found.set(override.node, override);
  }
  return isGood ? [...found.values()] : undefined;
}

function readOverride(node: string, value: Value, key: string, report: Report): NameOverride | undefined {
  if (!NODE.test(node)) {
    const shown = JSON.stringify(node.slice(0, 30));
    report(value.origin, key, `${key}, expected a node number or callsign before the colon: ${shown}`);
    return undefined;
  }
  const text = value.kind === "scalar" ? value.text : "";
  const fields = text.split("|").map((field) => field.trim());
  if (text.trim() === "" || fields.length > 3 || text.length > MAX_NAME_LENGTH || CONTROL.test(text)) {
    const shown = describeValue(value);
    report(value.origin, `${key}.${node}`, `${key}.${node}, expected "CALL|description|location": ${shown}`);
    return undefined;
  }
  const [callsign, description, location] = fields.map((field) => field === "" ? null : field);
  return { node, callsign: callsign ?? null, description: description ?? null, location: location ?? null };
}
