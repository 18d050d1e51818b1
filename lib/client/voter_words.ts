import type { AmiState, Voter, VoterReceiver, VotersAnswer, VoterServer } from "../wire/mod.ts";

/** Voters are told every second; after so long without news they are old, whatever the server said of them. */
const OLD_AFTER_MS = 8_000;

const STATES: Readonly<Record<VoterReceiver["state"], string>> = {
  voted: "Voted",
  receiving: "Receiving",
  quiet: "Quiet",
  away: "Not connected",
};

/** How a receiver stands, in a word or two. */
export function receiverWord(state: VoterReceiver["state"]): string {
  return STATES[state];
}

/** What else is to be said of a receiver: its part in the timing, and whether it is mixed in. */
export function receiverNotes({ timing, mix }: VoterReceiver): readonly string[] {
  const notes: string[] = [];
  if (timing === "active_master") notes.push("Timing source");
  if (timing === "master") notes.push("Timing source, not followed now");
  if (mix) notes.push("Mixed in");
  return notes;
}

/** What a voter is called besides its number: its name, else its callsign, else its description; empty where it has none. */
export function voterName({ name, callsign, description }: Voter): string {
  return name?.trim() || callsign?.trim() || description?.trim() || "";
}

/** What is known of a voter besides its name, in words. */
export function voterAbout(voter: Voter): string {
  const called = voterName(voter);
  return [voter.callsign, voter.description, voter.location]
    .filter((text) => text?.trim() && text.trim() !== called).join(", ");
}

/** Whether what is told of a voter was true some time ago only. */
export function isVoterOld({ stale, updated_at }: Voter, nowMs: number): boolean {
  return stale || nowMs - Date.parse(updated_at) > OLD_AFTER_MS;
}

/** Why a voter's server tells nothing new, in words. */
export function staleReason(server: VoterServer | undefined): string {
  if (!server || server.ami === "connected") return "Asterisk does not answer";
  return server.ami === "connecting" ? "Connecting to Asterisk" : `No connection to ${server.server}`;
}

/** What there is to say of the servers that show no voter; each once. */
export function serverNotes({ voters, servers }: VotersAnswer): readonly string[] {
  const shown = new Set(voters.map(({ server }) => server));
  return servers.filter(({ server }) => !shown.has(server)).flatMap((server) => {
    const note = noteOf(server);
    // Where other servers have voters, who has none is no news.
    return note === null || (voters.length > 0 && server.voters !== "unknown") ? [] : [note];
  });
}

function noteOf({ server, ami, voters }: VoterServer): string | null {
  switch (voters) {
    case "absent":
      return `${server} has no voter: its Asterisk runs without chan_voter.`;
    case "none":
      return `${server} has no voter: chan_voter is loaded, and voter.conf names none.`;
    case "unknown":
      return isUp(ami)
        ? `Asking ${server} for its voters.`
        : `No connection to ${server}: whether it has a voter is not known.`;
    case "known":
      return null;
  }
}

function isUp(ami: AmiState): boolean {
  return ami === "connected" || ami === "connecting";
}

/** What a screen reader is told: not each signal, only that something is old, and why. Empty while all is well. */
export function votersNews({ voters, servers }: VotersAnswer): string {
  return voters.filter(({ stale }) => stale).map(({ node, server }) =>
    `Voter ${node} is not up to date: ${staleReason(servers.find((each) => each.server === server))}`
  ).join(". ");
}
