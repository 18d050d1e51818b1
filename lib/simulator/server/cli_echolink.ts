import type { Asterisk } from "./asterisk.ts";
import { type CliOutput, printed, refused } from "./cli.ts";

const USAGE = [
  "Usage: echolink dbget <nodename|callsign|ipaddr> <lookup-data>",
  "       Looks up Echolink db entry.",
];

/** `echolink dbget nodename <number>`: `number|callsign|address`, where chan_echolink is loaded. */
export function getEchoLinkEntry({ scenario }: Asterisk, args: readonly string[]): CliOutput {
  const [kind, key] = args;
  if (kind !== "nodename" || key === undefined || args.length > 2) return refused(USAGE);
  const entry = scenario.echolink?.get(key);
  if (!entry) return refused([`Error: Entry for ${key} not found!`]);
  return printed([`${key}|${entry.callsign}|${entry.address}`]);
}
