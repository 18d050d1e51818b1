import { soak } from "./soak.ts";
import { faultsOf } from "./verdict.ts";

const DAY_MINUTES = 1_440;
const TELL_EVERY_SEC = 1_800;

/** `deno task soak [minutes]`: a simulated day of heavy traffic; tells how it goes, exits 1 when anything grew. */
async function main(minutes: number): Promise<number> {
  const result = await soak(minutes, (report) => {
    if (report.is !== "at" || report.sec % TELL_EVERY_SEC === 0) print(JSON.stringify(report));
  });
  const { rssMb: _, ...counts } = result;
  print(JSON.stringify(counts));
  const faults = faultsOf(result);
  for (const fault of faults) print(fault);
  return faults.length === 0 ? 0 : 1;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

if (import.meta.main) Deno.exit(await main(Number(Deno.args[0] ?? DAY_MINUTES)));
