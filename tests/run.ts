// deno-lint-ignore-file no-console
/**
 * Runs every test in two parts: what computes, on all cores at once, then what runs the whole program or a browser and measures in real
 * time, one after another, so that neither disturbs the other. Fails when either part does.
 */

/** Tests of the whole program: a browser or a process of its own in each. */
const WHOLE: readonly string[] = [
  "tests/browser",
  "tests/binary",
  "tests/chaos/kill_test.ts",
  "tests/cli/serve_test.ts",
  "tests/routes/metrics_test.ts",
  "tests/store/crash_test.ts",
];

async function test(...args: string[]): Promise<boolean> {
  const command = new Deno.Command(Deno.execPath(), { args: ["test", "-A", "--trace-leaks", ...args] });
  return (await command.spawn().status).success;
}

if (import.meta.main) {
  const computed = await test("--parallel", `--ignore=${WHOLE.join(",")}`);
  const whole = await test(...WHOLE);
  if (!computed || !whole) {
    console.error("some tests failed, see above");
    Deno.exit(1);
  }
}
