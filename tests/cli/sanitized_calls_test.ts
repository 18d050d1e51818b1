import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { CliIo } from "../../lib/cli/io.ts";
import { wiretap } from "../../lib/cli/wiretap.ts";
import { cleanCapture, learnCapture, Sanitizer } from "../../lib/wiretap/mod.ts";
import { chance } from "../wiretap/chance.ts";
import { fixture } from "../wiretap/temp_file.ts";

interface Party {
  readonly extension: string;
  readonly name?: string;
  readonly group?: string;
}

async function replayed(path: string): Promise<{ topic: string; payload: Record<string, unknown> }[]> {
  const out: string[] = [];
  const io: CliIo = { stdout: (text) => void out.push(text), stderr: () => {}, env: () => undefined };
  strictEqual(await wiretap(["replay", "--only", "calls", path], io), 0);
  return out.join("").trim().split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** What a party is called after sanitising, by the same pseudonyms. */
function cleaned(party: Party, sanitizer: Sanitizer): Party {
  const cleaner = sanitizer.cleaner();
  const value = (header: string, text: string) => cleaner.line(`${header}: ${text}`).slice(header.length + 2);
  return {
    ...party,
    extension: value("CallerIDNum", party.extension),
    ...(party.name === undefined ? {} : { name: value("CallerIDName", party.name) }),
    ...(party.group === undefined ? {} : { group: value("CallerIDNum", party.group) }),
  };
}

function isParty(value: unknown): value is Party {
  return typeof value === "object" && value !== null && "extension" in value;
}

const sessions = [...Deno.readDirSync(fixture(""))].map(({ name }) => name)
  .filter((name) => /^(05|10a).*\.(jsonl|raw)$/.test(name)).sort();

Deno.test("a sanitised capture of every recorded call replays to the same lifecycle under the invented names", async () => {
  const dir = await Deno.makeTempDir();
  let messages = 0;
  try {
    for (const name of sessions) {
      const sanitizer = new Sanitizer(chance(5));
      await learnCapture(fixture(name), sanitizer);
      await cleanCapture(fixture(name), `${dir}/${name}`, sanitizer);
      const expected = (await replayed(fixture(name))).map(({ topic, payload }) => {
        const entries = Object.entries(payload).map(([key, value]) => {
          if (key === "parking_space") {
            return [key, cleaned({ extension: String(value) }, sanitizer).extension] as const;
          }
          return [key, isParty(value) ? cleaned(value, sanitizer) : value] as const;
        });
        return { topic, payload: Object.fromEntries(entries) };
      });
      deepStrictEqual(await replayed(`${dir}/${name}`), expected, name);
      messages += expected.length;
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
  ok(messages > 100, String(messages));
});
