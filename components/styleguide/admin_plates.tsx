import type { ComponentChildren } from "preact";
import type { HostFacts, LogEntry, SettingEntry, SystemReport } from "../../lib/wire/mod.ts";
import { AuditTable } from "../admin/AuditTable.tsx";
import { LogLines } from "../admin/LogLines.tsx";
import { SessionTable, TokenTable } from "../admin/SessionTables.tsx";
import { SettingsTable } from "../admin/SettingsTable.tsx";
import { SystemView } from "../admin/SystemView.tsx";
import { NewUserForm } from "../admin/UserForms.tsx";
import { UserTable } from "../admin/UserTable.tsx";
import { ACTS, LONG_NAME, SESSIONS, TOKENS, USERS } from "./admin_samples.ts";
import type { Plate } from "./plate.tsx";
import { ago, server } from "./samples.ts";

/** Plates of what admins see. */
export const ADMIN_PLATES: readonly Plate[] = [
  {
    name: "admin",
    about: "For admins: accounts, sessions, acts, lines of the log, settings.",
    show: () => <Lists />,
  },
  {
    name: "system",
    about: "The system while a server and the database fail and something is nearly full.",
    show: () => (
      <div class="admin">
        <SystemView report={REPORT} unit="celsius" />
      </div>
    ),
  },
];

const LINE: LogEntry = {
  id: 1,
  at: ago(3),
  level: "info",
  room: "ami",
  text: "connected server=home attempt=1",
};

const LINES: readonly LogEntry[] = [
  LINE,
  { ...LINE, id: 2, level: "warn", room: "auth", text: `sign-in refused user=${LONG_NAME} from=192.0.2.17` },
  { ...LINE, id: 3, level: "error", room: "store", text: 'write failed reason="disk is full"' },
];

const SETTING: SettingEntry = {
  key: "port",
  value: "8080",
  secret: false,
  set: false,
  source: "default",
  place: null,
};

const SETTINGS: readonly SettingEntry[] = [
  SETTING,
  {
    ...SETTING,
    key: "servers[0].password",
    value: null,
    secret: true,
    set: true,
    source: "file",
    place: "nexus.yaml:12",
  },
  {
    ...SETTING,
    key: "ami.host",
    value: "repeater.club.example",
    set: true,
    source: "environment",
    place: "AMI_HOST",
  },
];

function Lists() {
  return (
    <div class="admin">
      <Panel id="users" title="Users">
        <UserTable users={USERS} home="/" />
      </Panel>
      <Panel id="sessions" title="Sessions">
        <SessionTable sessions={SESSIONS} />
      </Panel>
      <Panel id="tokens" title="API tokens">
        <TokenTable tokens={TOKENS} ofAll />
      </Panel>
      <Panel id="acts" title="Who did what">
        <AuditTable acts={ACTS} />
      </Panel>
      <Panel id="lines" title="Log">
        <LogLines lines={LINES} />
      </Panel>
      <Panel id="settings" title="Configuration">
        <SettingsTable settings={SETTINGS} />
      </Panel>
      <Panel id="new" title="New account">
        <NewUserForm
          draft={{ username: "QX2DEF", role: "viewer", nodes: "all" }}
          roles={["viewer", "operator"]}
          field="username"
          minPasswordLength={12}
        />
      </Panel>
    </div>
  );
}

function Panel(props: { readonly id: string; readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="panel" aria-labelledby={`plate-${props.id}`}>
      <h2 id={`plate-${props.id}`}>{props.title}</h2>
      {props.children}
    </section>
  );
}

/** Warm, short of disk, and with nothing to tell of its memory. */
const WARM_HOST: HostFacts = {
  at: ago(12),
  cpu: { celsius: 66.4, state: "warn" },
  load: { averages: [0.5, 0.42, 0.3], cpus: 4, state: "good" },
  memory: null,
  disk: { total_bytes: 32e9, free_bytes: 1.5e8, state: "bad" },
  uptime_seconds: 273_600,
};

const WAVES = Array.from({ length: 120 }, (_, at) => 40 + 20 * Math.sin(at / 7));

const REPORT: SystemReport = {
  generated_at: ago(0),
  started_at: ago(90_000),
  uptime_seconds: 90_000,
  version: "0.1.0",
  commit: null,
  deno: "2.9.6",
  sqlite: null,
  servers: [
    { ...server(), asterisk: "22.10.1", app_rpt: "3.10.4", booted_at: ago(500_000) },
    {
      ...server({ server: "hill", state: "retrying", last_error: "Connection refused" }),
      asterisk: null,
      app_rpt: null,
      booted_at: null,
    },
  ],
  database: { state: "failing", since: ago(60), error: "disk is full", dropped_writes: 12 },
  mqtt: null,
  host: WARM_HOST,
  gauges: [
    {
      name: "memory",
      label: "Memory",
      unit: "bytes",
      value: 71_000_000,
      history: WAVES.map((each) => each * 1e6),
    },
    {
      name: "delay",
      label: "Longest delay of the event loop",
      unit: "seconds",
      value: 0.012,
      history: WAVES,
    },
    { name: "frames", label: "Frames of Asterisk", unit: "per_second", value: 2.9, history: [] },
  ],
  period_seconds: 10,
  counts: [{
    name: "refused",
    help: "Sign-ins that were refused.",
    of: "password",
    value: 3,
    history: [0, 0, 1, 0, 0, 2, 0],
  }],
  count_period_seconds: 60,
  bounds: [
    { name: "outbox_messages", of: "mqtt", used: 9_400, limit: 10_000, dropped: 17 },
    { name: "sessions", of: "auth", used: 2, limit: 1_000 },
  ],
};
