/** What is to be known of a server that tells no calls, for the log and for `nexus check`. */
export const NO_CALLS =
  "calls are not told: this Asterisk is older than 12, its events have no Linkedid; links and talk are not concerned";

/** Major version of the manager's protocol that came with Asterisk 12 and its Linkedid. */
const FIRST_WITH_CALLS = 2;

/** Whether events of the server that greets so say which call they are about; a greeting without a version speaks against nothing. */
export function tellsCalls(banner: string): boolean {
  const major = /\/(\d+)\./.exec(banner)?.[1];
  return major === undefined || Number(major) >= FIRST_WITH_CALLS;
}
