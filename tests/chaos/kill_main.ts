import { killRounds } from "./kill.ts";

/** `deno task kill [times] [seed]`: kill -9 of the real program at random moments; ends with an error at the first fault. */
if (import.meta.main) await killRounds(Number(Deno.args[0] ?? 100), Number(Deno.args[1] ?? 1));
