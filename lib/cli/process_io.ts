import type { CliIo } from "./io.ts";

const encoder = new TextEncoder();

/** The process itself. A reader of stdout that went away (`| head`) ends the process quietly, as with any filter. */
export const processIo: CliIo = {
  async stdout(text) {
    const bytes = encoder.encode(text);
    try {
      for (let sent = 0; sent < bytes.length;) sent += await Deno.stdout.write(bytes.subarray(sent));
    } catch (error) {
      if (error instanceof Deno.errors.BrokenPipe) Deno.exit(0);
      throw error;
    }
  },
  stderr(line) {
    Deno.stderr.writeSync(encoder.encode(`${line}\n`));
  },
  env: (key) => Deno.env.get(key),
};
