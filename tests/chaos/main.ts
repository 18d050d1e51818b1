import { chaosRun } from "./run.ts";

/**
 * `deno task chaos [runs] [first seed] [stored]`: many seeded runs, with `stored` all of them with a database; tells each one that ends
 * wrong and exits 1 if any did.
 */
async function main(args: readonly string[]): Promise<number> {
  const runs = Number(args[0] ?? 10_000);
  const first = Number(args[1] ?? 1);
  let wrong = 0;
  for (let seed = first; seed < first + runs; seed++) {
    const { faults, did } = await chaosRun(seed, args[2] === "stored" ? { stored: true } : {});
    if (faults.length > 0) {
      wrong++;
      print(`seed ${seed}: ${faults.join("; ")} after ${did.join(" ")}`);
    }
    if ((seed - first + 1) % 500 === 0) {
      const megabytes = Math.round(Deno.memoryUsage().rss / 1_048_576);
      print(`${seed - first + 1} runs, ${wrong} wrong, ${megabytes} MB`);
    }
  }
  return wrong === 0 ? 0 : 1;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

if (import.meta.main) Deno.exit(await main(Deno.args));
