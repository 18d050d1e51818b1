import { soak } from "./soak.ts";
import { faultsOf } from "./verdict.ts";

const DAY_MINUTES = 1_440;
const TELL_EVERY_SEC = 1_800;

/**
 * `deno task soak [minutes] [speed]`: a simulated day of heavy traffic, as quick as it can or at so many times the speed of life; tells
 * how it goes, exits 1 when anything grew.
 */
async function main(minutes: number, speed: number): Promise<number> {
  const result = await soak(
    minutes,
    (report) => {
      if (report.is !== "at" || report.sec % TELL_EVERY_SEC === 0) print(JSON.stringify(report));
    },
    false,
    speed,
  );
  const { rssMb, ...counts } = result;
  print(JSON.stringify({ ...counts, rssMb: { most: Math.max(...rssMb), last: rssMb.at(-1) } }));
  const faults = faultsOf(result);
  for (const fault of faults) print(fault);
  return faults.length === 0 ? 0 : 1;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

if (import.meta.main) {
  Deno.exit(await main(Number(Deno.args[0] ?? DAY_MINUTES), Number(Deno.args[1] ?? Infinity)));
}
