/**
 * Makes the program as operators get it. Where the tool that provides a base binary is there, it is one compiled file; elsewhere the
 * same bundle runs on this Deno, with the same permissions.
 */
import { bundleNexus, compileBundle } from "../../deploy/compile.ts";
import { PERMISSIONS, V8_FLAGS } from "../../deploy/permissions.ts";

/** How to run the program. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly compiled: boolean;
}

const TOOL = new URL("../../../shared/tools/denort", import.meta.url).pathname;

/** Builds the program, or another that begins with `serverEntry`, into `directory`. */
export async function buildProgram(directory: string, serverEntry = "main.ts"): Promise<Program> {
  const bundle = `${directory}/bundle/nexus.js`;
  await Deno.mkdir(`${directory}/bundle`);
  await bundleNexus(bundle, serverEntry);
  const base = await compilerAndBase();
  if (base === null) {
    const args = ["run", "--no-config", ...PERMISSIONS, V8_FLAGS, bundle];
    return { command: Deno.execPath(), args, compiled: false };
  }
  const command = `${directory}/nexus`;
  await compileBundle(bundle, command, [], base);
  await Deno.remove(`${directory}/bundle`, { recursive: true });
  return { command, args: [], compiled: true };
}

/** The compiler and base binary that the tool provides; `null` where there is no tool or it has none for this machine. */
async function compilerAndBase(): Promise<Readonly<Record<string, string>> | null> {
  try {
    const { success, stdout } = await new Deno.Command(TOOL, { stderr: "null" }).output();
    const [compiler, base] = new TextDecoder().decode(stdout).trim().split("\n");
    if (!success || !compiler || !base) return null;
    return { DENO_COMPILE_BIN: compiler, DENORT_BIN: base };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
