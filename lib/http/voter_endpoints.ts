import { define } from "./endpoint.ts";
import { nodesParam } from "./params.ts";

/** Voters: which of several receivers is heard on a node. Asking has their servers asked, once a second at most. */
export const VOTER_ENDPOINTS = {
  voters: define({
    path: "/api/voters",
    access: "anonymous",
    summary: "Every voter of every server, and what is known of the servers.",
    params: { node: nodesParam("Only the voters of these local nodes.") },
    answers: "envelope",
    schema: "VotersAnswer",
    refusals: [],
  }),
  voter: define({
    path: "/api/voters/{id}",
    access: "anonymous",
    summary: "The voter of one local node.",
    params: {},
    answers: "envelope",
    schema: "Voter",
    refusals: [404],
  }),
  voterEvents: define({
    path: "/api/voters/events",
    access: "anonymous",
    summary:
      "Voters as they change, once a second, as Server-Sent Events named `voter`. It ends after two minutes or so, for the client to come back.",
    params: { node: nodesParam("Only the voters of these local nodes.") },
    answers: "events",
    schema: "VotersAnswer",
    refusals: [503],
  }),
};
