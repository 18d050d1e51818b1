import { versionInfo } from "../version.ts";
import { parseCommandArgs } from "./args.ts";
import { type CliIo, EXIT } from "./io.ts";

/** `nexus version [--json]`: which program this is. */
export async function version(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandArgs(args, { json: { type: "boolean" } }, "usage: nexus version [--json]");
  const info = versionInfo();
  const commit = info.commit === null ? "" : ` (${info.commit})`;
  await io.stdout(
    values.json ? `${JSON.stringify(info)}\n` : `nexus ${info.version}${commit}, deno ${info.deno}\n`,
  );
  return EXIT.ok;
}
