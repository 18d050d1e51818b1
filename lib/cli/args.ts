import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "./io.ts";

/**
 * Parses a command's arguments strictly. Errors: throws `UsageError` for an unknown option, a missing value or a
 * stray argument, with `hint` as the way to call it.
 */
export function parseCommandArgs<T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: T,
  hint: string,
  allowPositionals = false,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals, strict: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new UsageError(`read arguments: ${reason}`, hint);
  }
}
