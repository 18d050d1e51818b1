// deno-lint-ignore-file no-console
/**
 * Runs every test in two parts: what computes, on all cores at once, then what runs the whole program or a browser and mostly waits for
 * real time, file by file on several lanes, with one browser for all. Each file's words come out together. Fails when any file does.
 * Types are checked by `deno task check`, all at once, and not again here for each file.
 */
import { serveChromium, SHARED_BROWSER } from "./browser/chromium.ts";
import { bundleRooms } from "./bundles.ts";

/** Tests of the whole program: a browser or a process of its own in each. */
const WHOLE: readonly string[] = [
  "tests/browser",
  "tests/binary",
  "tests/chaos/kill_test.ts",
  "tests/cli/serve_test.ts",
  "tests/routes/metrics_test.ts",
  "tests/soak",
  "tests/store/crash_test.ts",
];

/** Taken first, so that no lane is left with a long one at the end. */
const LONG: readonly string[] = [
  "tests/browser/styleguide_test.ts",
  "tests/browser/truth_test.ts",
  "tests/browser/quality_test.ts",
  "tests/browser/timeline_test.ts",
  "tests/binary/compiled_test.ts",
  "tests/browser/control_test.ts",
  "tests/browser/dashboard_test.ts",
  "tests/browser/comfort_test.ts",
  "tests/soak/soak_test.ts",
];

/** How many files of the whole program run at once: they wait more than they compute. */
const LANES = 3;

const SLOWEST_SHOWN = 8;

function testFiles(path: string): string[] {
  if (path.endsWith("_test.ts") || path.endsWith("_test.tsx")) return [path];
  if (!Deno.statSync(path).isDirectory) return [];
  return [...Deno.readDirSync(path)].flatMap(({ name }) => testFiles(`${path}/${name}`)).sort();
}

type Env = Readonly<Record<string, string>>;

function command(args: readonly string[], stdio: "inherit" | "piped", env: Env = {}): Deno.Command {
  const options = ["test", "-A", "--no-check", "--trace-leaks", ...args];
  return new Deno.Command(Deno.execPath(), { args: options, stdout: stdio, stderr: stdio, env });
}

async function testComputed(): Promise<boolean> {
  const whole = new Set(WHOLE.flatMap(testFiles));
  const directory = await Deno.makeTempDir({ prefix: "nexus-tests-" });
  try {
    const modules = await bundleRooms(testFiles("tests").filter((file) => !whole.has(file)), directory);
    return (await command(["--parallel", ...modules], "inherit").spawn().status).success;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Seconds that each part took. */
const took = new Map<string, number>();

async function timed<T>(part: string, run: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  try {
    return await run();
  } finally {
    took.set(part, (performance.now() - startedMs) / 1_000);
  }
}

/** The longest parts, for who wants the whole to stay quick. */
function slowest(): string {
  const parts = [...took].sort(([, one], [, other]) => other - one).slice(0, SLOWEST_SHOWN);
  return parts.map(([part, seconds]) => `${seconds.toFixed(0)} s ${part}`).join(", ");
}

async function testFile(file: string, env: Env): Promise<boolean> {
  const { success, stdout, stderr } = await timed(file, () => command([file], "piped", env).output());
  await write(Deno.stderr, stderr);
  await write(Deno.stdout, stdout);
  return success;
}

async function write(to: typeof Deno.stdout, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await to.write(bytes.subarray(at));
}

/** Runs `files` on all lanes and gives those that failed. */
async function testWhole(files: string[]): Promise<string[]> {
  const failed: string[] = [];
  const browser = await serveChromium();
  const env = { [SHARED_BROWSER]: browser.wsEndpoint() };
  const lane = async () => {
    for (let file = files.shift(); file !== undefined; file = files.shift()) {
      if (!await testFile(file, env)) failed.push(file);
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await browser.close();
  }
  return failed;
}

if (import.meta.main) {
  const startedMs = performance.now();
  const computed = await timed("what computes", testComputed);
  const whole = WHOLE.flatMap(testFiles);
  const failed = await testWhole([...LONG, ...whole.filter((file) => !LONG.includes(file))]);
  console.log(`\n${((performance.now() - startedMs) / 1_000).toFixed(0)} s in all; longest: ${slowest()}`);
  if (!computed || failed.length > 0) {
    console.error(`some tests failed, see above: ${failed.join(", ") || "those that compute"}`);
    Deno.exit(1);
  }
}
