import type { AuditEntry } from "../auth/mod.ts";
import { systemClock } from "../clock/mod.ts";
import { DEVELOPMENT_ENV, formatProblem, loadConfig, type LoadedConfig } from "../config/mod.ts";
import { consoleSink, createLogger, type Logger, LogTail } from "../log/mod.ts";
import { systemReader } from "../host/mod.ts";
import { createNexus, type Nexus } from "../nexus.ts";
import { MemoryReturn } from "../memory/mod.ts";
import { type NativeCalls, openCLibrary } from "../native/mod.ts";
import type { NameLookup } from "../nodes/mod.ts";
import { type DataLock, lockDataDir } from "../store/mod.ts";
import { versionInfo } from "../version.ts";
import { parseCommandArgs } from "./args.ts";
import type { Demo } from "./demo.ts";
import { readConfigFile } from "./configuration.ts";
import { type CliIo, EXIT, UsageError } from "./io.ts";
import { nextSignal } from "./signals.ts";
import { meterWebServer } from "./web_metrics.ts";
import { type RunningWebServer, startWebServer, type WebApp } from "./web_server.ts";

const USAGE = "usage: nexus serve [--config FILE] [--demo] [--port N] [--data DIR]";

const OPTIONS = {
  config: { type: "string" },
  demo: { type: "boolean" },
  port: { type: "string" },
  data: { type: "string" },
} as const;

interface Flags {
  readonly development: boolean;
  /** `null` where the C library cannot be opened. */
  readonly native: NativeCalls | null;
  readonly config?: string;
  readonly demo?: boolean;
  readonly port?: string;
  readonly data?: string;
}

/**
 * `nexus serve`: runs until SIGTERM or SIGINT, then ends whole within 5 s. SIGHUP reads the configuration again; an invalid
 * one is refused and everything goes on as it was.
 */
export async function serve(args: readonly string[], app: WebApp, io: CliIo): Promise<number> {
  const development = io.env(DEVELOPMENT_ENV) === "1";
  const given = parseCommandArgs(args, OPTIONS, USAGE).values;
  const config = readConfig(given, io);
  const library = openCLibrary();
  const flags: Flags = { ...given, development, native: library };
  const memory = new MemoryReturn(library, systemClock);
  memory.start();
  try {
    return await serveUntilTold(config, flags, app, io);
  } finally {
    memory.stop();
  }
}

async function serveUntilTold(config: Loaded, flags: Flags, app: WebApp, io: CliIo): Promise<number> {
  let running = await startAll(config, flags, app);
  tellSetupCode(running, io);
  try {
    for (;;) {
      if (await nextSignal(["SIGTERM", "SIGINT", "SIGHUP"]) !== "SIGHUP") break;
      const next = reread(flags, io, running.log);
      if (next === null) running.record({ ...RELOAD, result: "refused" });
      if (next === null) continue;
      await running.stop();
      const before = config;
      ({ running, loaded: config } = await startOrReturn(next, before, flags, app));
      const result = config === next ? "ok" : "failed";
      running.record({ ...RELOAD, result, detail: changesOf(before, next) });
      tellSetupCode(running, io);
    }
  } finally {
    await running.stop();
  }
  return EXIT.ok;
}

/** How another configuration is recorded. */
const RELOAD = { who: "console", from: "console", what: "config.reload", target: null } as const;

/** The keys that are not as they were; of secrets only that there is a change. */
function changesOf(before: Loaded, after: Loaded): string {
  const was = new Map(before.describe().map(({ key, value }) => [key, value]));
  const is = new Map(after.describe().map(({ key, value }) => [key, value]));
  const keys = [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key));
  const isSecretChanged = before.secrets().join("\n") !== after.secrets().join("\n");
  return [...keys, ...(isSecretChanged ? ["a secret"] : [])].join(", ") || "nothing changed";
}

/** A configuration that is good. */
type Loaded = Extract<LoadedConfig, { ok: true }>;

function reread(flags: Flags, io: CliIo, log: Logger): Loaded | null {
  try {
    const loaded = readConfig(flags, io);
    log.info("configuration read again", { file: loaded.config.file ?? "none" });
    return loaded;
  } catch (error) {
    log.error("configuration refused, the old one stays", { error: messageOf(error) });
    return null;
  }
}

/** What runs now, and by which configuration. */
interface Started {
  readonly running: Running;
  readonly loaded: Loaded;
}

/** Starts with the new configuration; when that fails (a port in use), with the one that worked. */
async function startOrReturn(next: Loaded, working: Loaded, flags: Flags, app: WebApp): Promise<Started> {
  try {
    return { running: await startAll(next, flags, app), loaded: next };
  } catch (error) {
    const running = await startAll(working, flags, app);
    running.log.error("configuration refused, the old one stays", { error: messageOf(error) });
    return { running, loaded: working };
  }
}

/** Whoever makes the first account has to see this console, or the log. */
function tellSetupCode({ setupCode }: Running, io: CliIo): void {
  if (setupCode !== null) io.stderr(`nexus: no account yet; open /setup with this code: ${setupCode}`);
}

interface Running {
  readonly log: Logger;
  /** The code for the first account; `null` when there is one. */
  readonly setupCode: string | null;
  /** Takes down an act. */
  record(entry: AuditEntry): void;
  stop(): Promise<void>;
}

async function startAll(loaded: Loaded, flags: Flags, app: WebApp): Promise<Running> {
  const clock = systemClock;
  const { config } = loaded;
  const logTail = new LogTail();
  logTail.hide(loaded.secrets());
  const log = createLogger("nexus", {
    level: config.log.level,
    now: () => clock.now(),
    sink: logTail.beside(consoleSink(config.log.format)),
  });
  const demo = flags.demo ? (await import("./demo.ts")).startDemo(config, clock, log) : null;
  const effective = demo?.config ?? config;
  const version = versionInfo();
  log.info("starting", {
    version: version.version,
    config: effective.file ?? "none",
    data: effective.dataDir,
  });
  let nexus: Nexus | null = null;
  let web: RunningWebServer | null = null;
  let lock: DataLock | null = null;
  try {
    lock = lockDataDir(effective.dataDir);
    nexus = createNexus({
      config: effective,
      clock,
      log,
      version,
      databasePath: `${effective.dataDir}/nexus.db`,
      demo: demo !== null,
      development: flags.development,
      names: noNames,
      logTail,
      settings: loaded.describe,
      host: systemReader(effective.dataDir, flags.native?.sensors ?? null),
      directory: {
        dataDir: effective.dataDir,
        userAgent: `Nexus/${version.version}`,
        invented: demo?.directory ?? null,
      },
    });
    web = startWebServer(app, nexus.services, effective, log.child("http"), flags.native);
    meterWebServer(nexus.meter, web);
    nexus.start();
    return whole(log, { web, nexus, demo, lock });
  } catch (error) {
    await takeDown({ web, nexus, demo, lock });
    throw error;
  }
}

/** What was started so far, to be taken down again. */
interface Parts {
  readonly web: RunningWebServer | null;
  readonly nexus: Nexus | null;
  readonly demo: Demo | null;
  readonly lock: DataLock | null;
}

function whole(log: Logger, parts: Parts & { readonly nexus: Nexus }): Running {
  let stopping: Promise<void> | null = null;
  const stop = async () => {
    log.info("stopping");
    await takeDown(parts);
    log.info("stopped");
  };
  return {
    log,
    setupCode: parts.nexus.services.auth.setupCode?.text ?? null,
    record: (entry) => parts.nexus.services.audit.record(entry),
    stop: () => stopping ??= stop(),
  };
}

async function takeDown({ web, nexus, demo, lock }: Parts): Promise<void> {
  const closed = web?.close();
  await nexus?.stop();
  await closed;
  await demo?.stop();
  lock?.release();
}

/** Errors: throws `UsageError` with every fault of the configuration. */
function readConfig(flags: Pick<Flags, "config" | "port" | "data">, io: CliIo): Loaded {
  const loaded = loadConfig({
    ...(flags.config === undefined ? {} : { file: flags.config }),
    env: (key) => io.env(key),
    readFile: readConfigFile,
    flags: { port: flags.port, data: flags.data },
  });
  if (loaded.ok) {
    for (const note of loaded.notes) io.stderr(`nexus: ${note}`);
    return loaded;
  }
  const [first, ...others] = loaded.problems.map(formatProblem);
  for (const line of others) io.stderr(`nexus: ${line}`);
  throw new UsageError(first ?? "read configuration", "deploy/nexus.example.yaml shows every key");
}

const noNames: NameLookup = () => undefined;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
