import type { ComponentChildren } from "preact";
import { formatTimer } from "../lib/client/mod.ts";
import type { NodeCounters, NodeDetail, NodeFlags, Switch } from "../lib/wire/mod.ts";
import { Ago } from "./time.tsx";

/** In place of what was not told; a guess would be worse. */
const NOT_KNOWN = "Not known";

const SWITCHES: Readonly<Record<NonNullable<Switch>, string>> = { enabled: "Enabled", disabled: "Disabled" };

const TIMER_STATES: Readonly<Record<NonNullable<NodeFlags["time_out_timer_state"]>, string>> = {
  reset: "at rest",
  armed: "running",
  timed_out: "timed out",
};

const IDENTIFIER_STATES: Readonly<Record<NonNullable<NodeFlags["identifier_state"]>, string>> = {
  clean: "None due",
  queued_in_tail: "Due with the next tail",
  queued_for_cleanup: "Due when traffic ends",
};

const TELEMETRY_MODES: Readonly<Record<NonNullable<NodeFlags["telemetry"]>, string>> = {
  off: "Off",
  on: "On",
  follows: "On after local traffic",
  not_dynamic: "Fixed by the configuration",
};

/** One line of the list: what it is, in words, and whether the words are out of the ordinary. */
interface Fact {
  readonly name: string;
  readonly words: string;
  readonly tone: "usual" | "unusual" | "unknown";
}

/** How a node is set and what app_rpt counted, in words, each with its age. */
export function NodePageFacts(
  { detail, stale = false }: { readonly detail: NodeDetail; readonly stale?: boolean },
) {
  return (
    <div class="node-page-columns" data-stale={stale ? "yes" : "no"}>
      <section class="panel" aria-labelledby="node-status">
        <h2 id="node-status">Status</h2>
        <AsOf at={detail.flags_at}>Asterisk has not told yet how this node is set</AsOf>
        <dl class="status-facts">
          {[...kindFacts(detail), ...factsOf(detail.flags)].map(({ name, words, tone }) => (
            <div class="status-fact" key={name} data-tone={tone}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Counters detail={detail} />
    </div>
  );
}

function AsOf({ at, children }: { readonly at: string | null; readonly children: ComponentChildren }) {
  if (at === null) return <p class="as-of">{children}</p>;
  return (
    <p class="as-of">
      As of <Ago atMs={Date.parse(at)} />
    </p>
  );
}

/** A remote base has no links of its own; app_rpt tells other things of it than of a node. */
function kindFacts({ remote_base }: NodeDetail): readonly Fact[] {
  return remote_base === true ? [{ name: "Kind", words: "Remote base", tone: "usual" }] : [];
}

function factsOf(flags: NodeFlags | null): readonly Fact[] {
  const timedOut = flags?.time_out_timer_state === "timed_out";
  return [
    switchFact("Transmitter", flags?.transmitter),
    withState(
      "Time-out timer",
      flags?.time_out_timer,
      wordOf(TIMER_STATES, flags?.time_out_timer_state),
      timedOut,
    ),
    fact("Identification", wordOf(IDENTIFIER_STATES, flags?.identifier_state)),
    switchFact("Scheduler", flags?.scheduler),
    switchFact("Incoming connections", flags?.incoming_connections),
    withState(
      "Autopatch",
      flags?.autopatch,
      flags?.autopatch_state ?? null,
      flags?.autopatch_state === "failed",
    ),
    parrotFact(flags?.parrot),
    switchFact("Linking commands", flags?.linking_commands),
    switchFact("User functions", flags?.user_functions),
    fact("Telemetry", wordOf(TELEMETRY_MODES, flags?.telemetry)),
    fact("Tail", flags?.tail ? { standard: "Standard", alternate: "Alternate" }[flags.tail] : null),
  ];
}

function wordOf<K extends string>(
  words: Readonly<Record<K, string>>,
  key: K | null | undefined,
): string | null {
  return key ? words[key] : null;
}

function fact(name: string, words: string | null): Fact {
  return { name, words: words ?? NOT_KNOWN, tone: words === null ? "unknown" : "usual" };
}

function switchFact(name: string, value: Switch | undefined): Fact {
  return value ? { name, words: SWITCHES[value], tone: toneOf(value === "disabled") } : fact(name, null);
}

/** A parrot repeats what it hears: on is what stands out. */
function parrotFact(value: Switch | undefined): Fact {
  return value
    ? { name: "Parrot", words: value === "enabled" ? "On" : "Off", tone: toneOf(value === "enabled") }
    : fact("Parrot", null);
}

/** What is switched on, and where it stands; either may be known alone. */
function withState(name: string, value: Switch | undefined, state: string | null, alarm: boolean): Fact {
  if (!value && state === null) return fact(name, null);
  const words = [value ? SWITCHES[value] : "Switch not known", state].filter((word) => word !== null).join(
    ", ",
  );
  return { name, words, tone: toneOf(value === "disabled" || alarm) };
}

function toneOf(unusual: boolean): Fact["tone"] {
  return unusual ? "unusual" : "usual";
}

/** A row of the table of counters. */
interface CounterRow {
  readonly name: string;
  readonly today: string;
  readonly total: string;
}

function Counters({ detail }: { readonly detail: NodeDetail }) {
  return (
    <section class="panel" aria-labelledby="node-counters">
      <h2 id="node-counters">Key-ups and transmit time</h2>
      <AsOf at={detail.counters_at}>Asterisk has not told yet what it counted</AsOf>
      <table class="counters">
        <caption class="sr-only">Counted by app_rpt, today and since it started</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">Today</th>
            <th scope="col">Since app_rpt started</th>
          </tr>
        </thead>
        <tbody>
          {counterRows(detail.counters).map(({ name, today, total }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="num">{today}</td>
              <td class="num">{total}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function counterRows(counters: NodeCounters | null): readonly CounterRow[] {
  const count = (value: number | null | undefined) =>
    value === null || value === undefined ? NOT_KNOWN : String(value);
  const time = (value: number | null | undefined) =>
    value === null || value === undefined ? NOT_KNOWN : formatTimer(value);
  return [
    { name: "Key-ups", today: count(counters?.keyups_today), total: count(counters?.keyups_total) },
    {
      name: "Transmit time",
      today: time(counters?.tx_today_seconds),
      total: time(counters?.tx_total_seconds),
    },
    { name: "Kerchunks", today: count(counters?.kerchunks_today), total: count(counters?.kerchunks_total) },
    { name: "Time-outs", today: "–", total: count(counters?.time_outs_total) },
  ];
}
