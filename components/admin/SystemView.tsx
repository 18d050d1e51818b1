import {
  formatBytes,
  formatGauge,
  formatSpan,
  gaugeWords,
  type TemperatureUnit,
} from "../../lib/client/mod.ts";
import type { SystemBound, SystemGauge, SystemReport, SystemServer } from "../../lib/wire/mod.ts";
import { Exact } from "../exact_time.tsx";
import { HostList } from "./HostList.tsx";
import { Sparkline } from "./Sparkline.tsx";

/** From here on something is worth a look. */
const NEARLY_FULL = 0.8;

/** What the system says of itself. */
export function SystemView(
  { report, unit }: { readonly report: SystemReport; readonly unit: TemperatureUnit },
) {
  return (
    <>
      <section class="panel" aria-labelledby="system-title">
        <h2 id="system-title">System</h2>
        <Facts report={report} />
      </section>
      {report.host !== null && (
        <section class="panel" aria-labelledby="host-title">
          <h2 id="host-title">The machine</h2>
          <HostList facts={report.host} unit={unit} />
        </section>
      )}
      <section class="panel" aria-labelledby="gauges-title">
        <h2 id="gauges-title">The last twenty minutes</h2>
        <ul class="gauges">
          {report.gauges.map((gauge) => (
            <GaugeCard key={gauge.name} gauge={gauge} period={report.period_seconds} />
          ))}
        </ul>
      </section>
      <section class="panel" aria-labelledby="counts-title">
        <h2 id="counts-title">Dropped, refused, failed since the start</h2>
        <Counts report={report} />
      </section>
      <section class="panel" aria-labelledby="bounds-title">
        <h2 id="bounds-title">What is bounded</h2>
        <Bounds report={report} />
      </section>
    </>
  );
}

function Facts({ report }: { readonly report: SystemReport }) {
  const { version, commit, deno, sqlite, database, mqtt } = report;
  return (
    <dl class="facts">
      <dt>Nexus</dt>
      <dd>{commit === null ? version : `${version} (${commit})`}</dd>
      <dt>Up</dt>
      <dd>
        {formatSpan(report.uptime_seconds)}, since <Exact atMs={Date.parse(report.started_at)} />
      </dd>
      <dt>Runtime, SQLite</dt>
      <dd>{`${deno}, ${sqlite ?? "not told"}`}</dd>
      <dt>Database</dt>
      <dd data-tone={database.state === "ok" ? "good" : "bad"}>
        {database.state === "ok" ? "good" : `failing: ${database.error ?? ""}`}
      </dd>
      {report.servers.map((server) => <ServerFacts key={server.server} server={server} />)}
      <dt>MQTT broker</dt>
      {mqtt === null ? <dd>none configured</dd> : (
        <dd data-tone={mqtt.state === "connected" ? "good" : "bad"}>
          {mqtt.broker} {mqtt.state} since <Exact atMs={Date.parse(mqtt.since)} />
          {`, ${mqtt.outbox} messages wait, ${mqtt.dropped} dropped`}
          {mqtt.last_error !== null && <span>{` ${mqtt.last_error}`}</span>}
        </dd>
      )}
    </dl>
  );
}

function ServerFacts({ server }: { readonly server: SystemServer }) {
  const isUp = server.state === "connected";
  const runs = [
    server.asterisk === null ? "" : `Asterisk ${server.asterisk}`,
    server.app_rpt === null ? "" : `app_rpt ${server.app_rpt}`,
  ].filter((each) => each !== "").join(", ");
  return (
    <>
      <dt>{server.server}</dt>
      <dd data-tone={isUp ? "good" : "bad"}>
        {server.state} since <Exact atMs={Date.parse(server.since)} />
        {runs !== "" && <span class="dim">{` ${runs}`}</span>}
        {server.last_error !== null && <span>{` ${server.last_error}`}</span>}
        {server.booted_at !== null && (
          <span class="dim">
            , up since <Exact atMs={Date.parse(server.booted_at)} />
          </span>
        )}
      </dd>
    </>
  );
}

function GaugeCard({ gauge, period }: { readonly gauge: SystemGauge; readonly period: number }) {
  return (
    <li class="gauge" data-gauge={gauge.name}>
      <span class="gauge-label">{gauge.label}</span>
      <strong class="gauge-value num">{formatGauge(gauge.unit, gauge.value)}</strong>
      <Sparkline values={gauge.history} label={gaugeWords(gauge, period)} />
    </li>
  );
}

function Counts({ report }: { readonly report: SystemReport }) {
  const counts = report.counts.filter(({ value }) => value > 0);
  if (counts.length === 0) return <p class="empty">Nothing.</p>;
  return (
    <table class="admin-table dense">
      <caption class="sr-only">What was dropped, refused or failed</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Of</th>
          <th scope="col">By the minute</th>
          <th scope="col" class="num">Count</th>
        </tr>
      </thead>
      <tbody>
        {counts.map(({ name, help, of, value, history }) => (
          <tr key={`${name} ${of}`}>
            <th scope="row">{help}</th>
            <td data-label="Of">{of}</td>
            <td class="count-line">
              <Sparkline values={history} label={grownWords(history, report.count_period_seconds)} />
            </td>
            <td data-label="Count" class="num">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a line of growth says, in words. */
function grownWords(history: readonly number[], periodSec: number): string {
  const minutes = Math.round(history.length * periodSec / 60);
  const grown = history.reduce((sum, each) => sum + each, 0);
  return minutes === 0 ? "not looked at yet" : `${grown} more in the last ${minutes} min`;
}

/** How full something is, of one. */
function fullness({ used, limit }: SystemBound): number {
  return limit === 0 ? 0 : used / limit;
}

/** What is nearly full, or gave something up, is seen at once; the rest by those who open it. */
function Bounds({ report }: { readonly report: SystemReport }) {
  const sorted = report.bounds.toSorted((one, other) => fullness(other) - fullness(one));
  const isNews = (bound: SystemBound) => fullness(bound) >= NEARLY_FULL || (bound.dropped ?? 0) > 0;
  const news = sorted.filter(isNews);
  const rest = sorted.filter((bound) => !isNews(bound));
  return (
    <>
      {news.length === 0
        ? <p class="empty">Nothing is nearly full, and nothing was dropped.</p>
        : <BoundTable bounds={news} label="Nearly full, or something was dropped" />}
      <details class="more">
        <summary>{`${rest.length} more, none of them nearly full`}</summary>
        <BoundTable bounds={rest} label="The rest" />
      </details>
    </>
  );
}

function BoundTable({ bounds, label }: { readonly bounds: readonly SystemBound[]; readonly label: string }) {
  return (
    <table class="admin-table dense">
      <caption class="sr-only">{label}</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Of</th>
          <th scope="col" class="num">In use</th>
          <th scope="col" class="num">At most</th>
          <th scope="col" class="num">Dropped</th>
        </tr>
      </thead>
      <tbody>
        {bounds.map(({ name, of, used, limit, dropped }) => (
          <tr key={`${name} ${of}`} data-full={used >= limit ? "yes" : undefined}>
            <th scope="row">{name.replaceAll("_", " ")}</th>
            {of === "" ? <td /> : <td data-label="Of">{of}</td>}
            <td data-label="In use" class="num">{valueOf(name, used)}</td>
            <td data-label="At most" class="num">{valueOf(name, limit)}</td>
            {dropped === undefined ? <td /> : <td data-label="Dropped" class="num">{dropped}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function valueOf(name: string, value: number): string {
  return name.endsWith("_bytes") ? formatBytes(value) : String(value);
}
