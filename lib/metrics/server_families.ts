import type { AmiConnection } from "../ami/mod.ts";
import type { NodeStatCounters, PollerCounters, VoterCounters } from "../poller/mod.ts";
import type { ServerStatus } from "../wire/mod.ts";
import type { MetricFamily, MetricType, Sample } from "./exposition.ts";
import { family } from "./families.ts";

/** What is known of one server. */
export interface ServerSource {
  readonly status: ServerStatus;
  readonly ami: AmiConnection["counters"];
  readonly polls: PollerCounters;
  readonly nodeStats: NodeStatCounters;
  readonly voters: VoterCounters;
  readonly calls: { readonly calls: number; readonly lostCalls: number; readonly adoptedCalls: number };
  /** Rows that were not understood: of answers to polls, of lists told by events. */
  readonly badRows: { readonly polls: number; readonly events: number };
  /** Logins that were accepted since the start. */
  readonly sessions: number;
  readonly nodes: number;
  readonly links: number;
  readonly keyedLinks: number;
  readonly actionSeconds: readonly Sample[];
  readonly actionsFailed: number;
}

/** What is counted of each server, told apart by its name. */
export function serverFamilies(servers: readonly ServerSource[]): readonly MetricFamily[] {
  const per = (name: string, help: string, type: MetricType, read: (source: ServerSource) => number) =>
    family(name, help, type, servers.map((source) => ({ labels: labelsOf(source), value: read(source) })));
  const dropped = (source: ServerSource, reason: string, value: number): Sample => ({
    labels: { ...labelsOf(source), reason },
    value,
  });
  return [
    per(
      "nexus_ami_connected",
      "1 while logged in.",
      "gauge",
      ({ status }) => Number(status.state === "connected"),
    ),
    per(
      "nexus_ami_reconnects_total",
      "Logins that were accepted after the first one.",
      "counter",
      ({ sessions }) => Math.max(0, sessions - 1),
    ),
    per("nexus_ami_sessions_total", "Logins that were accepted.", "counter", ({ sessions }) => sessions),
    per(
      "nexus_ami_attempts",
      "Attempts since the last session that held.",
      "gauge",
      ({ status }) => status.attempts,
    ),
    per("nexus_ami_received_bytes_total", "Bytes read.", "counter", ({ ami }) => ami.bytes),
    per("nexus_ami_frames_total", "Frames read.", "counter", ({ ami }) => ami.frames),
    family(
      "nexus_ami_frames_dropped_total",
      "Frames given up, by reason.",
      "counter",
      servers.flatMap((source) => [
        dropped(source, "long_line", source.ami.droppedLongLine),
        dropped(source, "long_frame", source.ami.droppedLongFrame),
        dropped(source, "cut_off", source.ami.truncatedFrames),
        dropped(source, "late", source.ami.lateFrames),
        dropped(source, "unmatched", source.ami.unmatchedFrames),
      ]),
    ),
    per(
      "nexus_ami_empty_frames_total",
      "Answers that were nothing but an empty line.",
      "counter",
      ({ ami }) => ami.emptyFrames,
    ),
    per(
      "nexus_ami_listener_errors_total",
      "Events that the program failed on.",
      "counter",
      ({ ami }) => ami.listenerErrors,
    ),
    family(
      "nexus_ami_action_seconds",
      "Time until the whole answer was there.",
      "histogram",
      servers.flatMap((source) => source.actionSeconds),
    ),
    per(
      "nexus_ami_actions_failed_total",
      "Actions without an answer.",
      "counter",
      ({ actionsFailed }) => actionsFailed,
    ),
    per("nexus_calls", "Calls that are up.", "gauge", ({ calls }) => calls.calls),
    per(
      "nexus_calls_lost_total",
      "Calls whose end was not told; the server no longer had them.",
      "counter",
      ({ calls }) => calls.lostCalls,
    ),
    per(
      "nexus_calls_adopted_total",
      "Calls that were up when they were first seen.",
      "counter",
      ({ calls }) => calls.adoptedCalls,
    ),
    per("nexus_ami_timeouts_total", "Actions that timed out.", "counter", ({ ami }) => ami.timeouts),
    per("nexus_polls_answered_total", "Polls answered.", "counter", ({ polls }) => polls.answered),
    per("nexus_polls_failed_total", "Polls that failed.", "counter", ({ polls }) => polls.failed),
    per(
      "nexus_polls_disagreeing_total",
      "Polls that showed what events had not told.",
      "counter",
      ({ polls }) => polls.disagreeing,
    ),
    family(
      "nexus_rows_dropped_total",
      "Rows of app_rpt's answers and lists that were not understood, by where they stood.",
      "counter",
      servers.flatMap((source) => [
        { labels: { ...labelsOf(source), source: "poll" }, value: source.badRows.polls },
        { labels: { ...labelsOf(source), source: "event" }, value: source.badRows.events },
        { labels: { ...labelsOf(source), source: "voter" }, value: source.voters.badRows },
      ]),
    ),
    per(
      "nexus_node_stats_answered_total",
      "Slow polls of a node's counters answered.",
      "counter",
      ({ nodeStats }) => nodeStats.answered,
    ),
    per(
      "nexus_node_stats_failed_total",
      "Slow polls of a node's counters that failed.",
      "counter",
      ({ nodeStats }) => nodeStats.failed,
    ),
    per(
      "nexus_voter_polls_answered_total",
      "Questions for voters answered; they are asked while somebody looks.",
      "counter",
      ({ voters }) => voters.answered,
    ),
    per(
      "nexus_voter_polls_failed_total",
      "Questions for voters without an answer.",
      "counter",
      ({ voters }) => voters.failed,
    ),
    per("nexus_nodes", "Local nodes.", "gauge", ({ nodes }) => nodes),
    per("nexus_links", "Adjacent links.", "gauge", ({ links }) => links),
    per("nexus_links_keyed", "Adjacent links that are keyed.", "gauge", ({ keyedLinks }) => keyedLinks),
  ];
}

function labelsOf({ status }: ServerSource): Readonly<Record<string, string>> {
  return { server: status.server };
}
