import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { Outbox } from "../../lib/mqtt/outbox.ts";
import { AccountFile, MqttTable } from "../../lib/store/mod.ts";

function makeOutbox(limit = 10_000) {
  const file = new AccountFile(":memory:");
  const table = new MqttTable(file);
  const faults: unknown[] = [];
  const open = () => {
    const outbox = new Outbox(table, limit, (error) => faults.push(error));
    outbox.open();
    return outbox;
  };
  return { table, open, faults, close: () => file.close() };
}

const message = (key: string, number: number) => ({
  orderKey: key,
  topic: `t/${key}`,
  payload: String(number),
});

Deno.test("Outbox gives each key's messages in order and one at a time, whatever arrives, is cut, saved or restarted", () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant("add" as const), key: fc.constantFrom("a", "b", "c", "d") }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("next" as const) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("arrive" as const), which: fc.nat(5) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constantFrom("cut" as const, "save" as const, "restart" as const) }),
    },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const { open, close } = makeOutbox();
      let outbox = open();
      const told = new Map<string, number>();
      const arrived = new Map<string, string[]>();
      let underWay: { readonly id: number; readonly orderKey: string; readonly payload: string }[] = [];
      const next = () => {
        const row = outbox.next();
        if (!row) return false;
        ok(!underWay.some(({ orderKey }) => orderKey === row.orderKey), "two of a key are under way");
        underWay.push(row);
        return true;
      };
      const arrive = (which: number) => {
        const [row] = underWay.splice(which % Math.max(1, underWay.length), 1);
        if (!row) return;
        outbox.arrived(row.id);
        arrived.set(row.orderKey, [...arrived.get(row.orderKey) ?? [], row.payload]);
      };
      for (const now of steps) {
        if (now.kind === "add") {
          const number = (told.get(now.key) ?? 0) + 1;
          told.set(now.key, number);
          outbox.add(message(now.key, number));
        } else if (now.kind === "next") next();
        else if (now.kind === "arrive") arrive(now.which);
        else if (now.kind === "save") outbox.save();
        else {
          underWay = [];
          if (now.kind === "cut") outbox.takeBack();
          else {
            outbox.save();
            outbox = open();
          }
        }
      }
      outbox.takeBack();
      underWay = [];
      while (next()) arrive(0);
      strictEqual(outbox.length, 0);
      for (const [key, count] of told) {
        deepStrictEqual(
          arrived.get(key),
          Array.from({ length: count }, (_, index) => String(index + 1)),
          key,
        );
      }
      outbox.save();
      strictEqual(open().length, 0);
      close();
    }),
    { numRuns: 150 },
  );
});

Deno.test("Outbox holds a part of a long queue in memory and gives all of it in order", () => {
  const { table, open, close } = makeOutbox();
  const outbox = open();
  for (let number = 0; number < 5_000; number++) {
    outbox.add(message(String(number), number));
    if (number % 300 === 0) { while (outbox.isUnsaved) outbox.save(); }
  }
  while (outbox.isUnsaved) outbox.save();
  strictEqual(table.waiting().count, 5_000);
  strictEqual(outbox.length, 5_000);
  const payloads: number[] = [];
  for (let row = outbox.next(); row; row = outbox.next()) {
    payloads.push(Number(row.payload));
    outbox.arrived(row.id);
  }
  deepStrictEqual(payloads, Array.from({ length: 5_000 }, (_, number) => number));
  close();
});

Deno.test("Outbox gives up the oldest at its limit, not one below, and never more than one for one", () => {
  const { table, open, close } = makeOutbox(600);
  const outbox = open();
  for (let number = 1; number <= 600; number++) outbox.add(message(String(number), number));
  deepStrictEqual([outbox.length, outbox.dropped], [600, 0]);
  while (outbox.isUnsaved) outbox.save();
  for (let number = 601; number <= 2_000; number++) {
    outbox.add(message(String(number), number));
    if (number % 100 === 0) { while (outbox.isUnsaved) outbox.save(); }
  }
  deepStrictEqual([outbox.length, outbox.dropped], [600, 1_400]);
  strictEqual(outbox.next()?.payload, "1401");
  while (outbox.isUnsaved) outbox.save();
  strictEqual(table.waiting().count, 600);
  close();
});

Deno.test("Outbox goes on in memory while the disk does not take it", () => {
  const { table, open, close } = makeOutbox();
  const change = table.change.bind(table);
  let isFailing = true;
  table.change = (added, removed) => {
    if (isFailing) throw new Error("disk is full");
    change(added, removed);
  };
  const outbox = open();
  for (let number = 1; number <= 900; number++) outbox.add(message(String(number), number));
  let failed = false;
  try {
    outbox.save();
  } catch (error) {
    failed = error instanceof Error;
  }
  ok(failed && outbox.isUnsaved);
  for (let number = 1; number <= 700; number++) {
    const row = outbox.next();
    strictEqual(row?.payload, String(number));
    outbox.arrived(row?.id ?? 0);
  }
  isFailing = false;
  while (outbox.isUnsaved) outbox.save();
  strictEqual(table.waiting().count, 200);
  close();
});
