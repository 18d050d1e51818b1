import {
  type AmiConnection,
  type AmiConnectionOptions,
  type AmiStatus,
  createAmiConnection,
  dialDeno,
} from "../ami/mod.ts";
import { type Clock, systemClock } from "../clock/mod.ts";
import { durationMs as parseDuration, formatProblem, loadConfig, type ServerConfig } from "../config/mod.ts";
import { silentLogger } from "../log/mod.ts";
import { DirectoryFiles, Recorder } from "../wiretap/mod.ts";
import { parseCommandArgs } from "./args.ts";
import { readConfigFile } from "./configuration.ts";
import { type CliIo, EXIT, UsageError } from "./io.ts";
import { processPasswords } from "./password_io.ts";
import { nextSignal } from "./signals.ts";

/** How `nexus wiretap capture` is called. */
export const CAPTURE_USAGE =
  "usage: nexus wiretap capture --out DIR [--config FILE] [--server NAME] [--host HOST --port N --username NAME] [--duration 10m] [--rotate-size 64m] [--rotate-every 1h]";

const OPTIONS = {
  out: { type: "string" },
  config: { type: "string" },
  server: { type: "string" },
  host: { type: "string" },
  port: { type: "string" },
  username: { type: "string" },
  duration: { type: "string" },
  "rotate-size": { type: "string", default: "64m" },
  "rotate-every": { type: "string", default: "24h" },
} as const;

/** Often enough to be seen moving, seldom enough to cost nothing. */
const PROGRESS_MS = 1_000;

/** Where a capture's end can come from besides its own duration; a test gives its own. */
export interface CaptureEnd {
  readonly clock: Clock;
  /** Resolves when somebody asks to stop. */
  readonly asked: () => Promise<unknown>;
  /** Writes a line over the one before, on a terminal; `null` where there is none. */
  readonly progress: ((line: string) => void) | null;
}

const processEnd: CaptureEnd = {
  clock: systemClock,
  asked: () => nextSignal(["SIGINT", "SIGTERM"]),
  progress: Deno.stderr.isTerminal()
    ? (line) => void Deno.stderr.writeSync(new TextEncoder().encode(`\r${line}\x1b[K`))
    : null,
};

/**
 * `nexus wiretap capture --out DIR`: logs in to one server and writes down what it sends until Ctrl+C or `--duration`;
 * a session that breaks is taken up again. Errors: throws `UsageError` for a wrong call, `Error` when the login is
 * refused, the server was never reached, or the files take no more.
 */
export async function wiretapCapture(
  args: readonly string[],
  io: CliIo,
  end: CaptureEnd = processEnd,
): Promise<number> {
  const { values } = parseCommandArgs(args, OPTIONS, CAPTURE_USAGE);
  if (values.out === undefined) throw new UsageError("capture AMI, no directory given: --out", CAPTURE_USAGE);
  const server = await serverOf(values, io);
  const files = new DirectoryFiles(values.out);
  const stop = Promise.withResolvers<Error | null>();
  const rotation = {
    maxBytes: sizeOf(values["rotate-size"]),
    maxMs: durationOf("rotate-every", values["rotate-every"]),
  };
  const durationMs = values.duration === undefined ? null : durationOf("duration", values.duration);
  const recorder = new Recorder(files, end.clock, rotation, stop.resolve);
  const timer = durationMs === null ? null : end.clock.after(durationMs, () => stop.resolve(null));
  end.asked().then(() => stop.resolve(null));
  const connection = connect(server, recorder, end.clock, {
    refused: (error) => stop.resolve(error),
    broken: (reason) => io.stderr(`nexus: capture AMI, trying again: ${reason}`),
  });
  const progress = new Progress(recorder, io, end);
  connection.start();
  const failure = await stop.promise;
  timer?.cancel();
  await connection.stop();
  files.close();
  progress.stop(); // now: the server's goodbye is in the files too
  if (failure !== null) throw failure;
  if (recorder.recorded.files === 0) throw new Error(notReached(server, connection.status));
  for (const path of files.paths) await io.stdout(`${path}\n`);
  return EXIT.ok;
}

function notReached(server: ServerConfig, status: AmiStatus): string {
  const reason = "error" in status ? status.error : "it was not reached in time";
  return `capture AMI, ${reason}: ${server.host}:${server.port}`;
}

function connect(
  server: ServerConfig,
  recorder: Recorder,
  clock: Clock,
  tell: { readonly refused: (error: Error) => void; readonly broken: (reason: string) => void },
): AmiConnection {
  const options: AmiConnectionOptions = { ...server, server: server.name, events: "on" };
  const status = (now: AmiStatus) => {
    if (now.state === "refused") tell.refused(new Error(`capture AMI, ${now.error}`));
    if (now.state === "retrying" && now.attempt === 1) tell.broken(now.error);
  };
  return createAmiConnection(options, {
    clock,
    log: silentLogger,
    listener: { status, event: () => {} },
    dial: recorder.tapping(dialDeno),
  });
}

/** One line that is written over on a terminal, and one at the end wherever it is. */
class Progress {
  readonly #timer;
  readonly #startedMs: number;

  constructor(
    private readonly recorder: Recorder,
    private readonly io: CliIo,
    private readonly end: CaptureEnd,
  ) {
    const { clock, progress } = end;
    this.#startedMs = clock.now();
    this.#timer = progress === null ? null : clock.every(PROGRESS_MS, () => progress(this.#line()));
  }

  stop(): void {
    this.#timer?.cancel();
    this.end.progress?.("");
    this.io.stderr(this.#line());
  }

  #line(): string {
    const { bytes, events, files } = this.recorder.recorded;
    const seconds = Math.round((this.end.clock.now() - this.#startedMs) / 1_000);
    return `${bytes} bytes, ${events} events, ${seconds} s, ${files} ${files === 1 ? "file" : "files"}`;
  }
}

type Values = Readonly<Partial<Record<"config" | "server" | "host" | "port" | "username", string>>>;

/** The server to listen to: one of the configuration, with what the flags say in its place, and its password. */
async function serverOf(values: Values, io: CliIo): Promise<ServerConfig> {
  const configured = configuredServer(values, io);
  const server: ServerConfig = {
    ...configured,
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values.port === undefined ? {} : { port: portOf(values.port) }),
    ...(values.username === undefined ? {} : { username: values.username }),
  };
  if (server.password !== "") return server;
  return {
    ...server,
    password: await processPasswords.ask(`AMI secret of ${server.username} at ${server.host}: `),
  };
}

const UNCONFIGURED: ServerConfig = {
  name: "asterisk",
  host: "127.0.0.1",
  port: 5038,
  username: "admin",
  password: "",
  tls: false,
  events: "on",
  auth: "auto",
  retryIntervalMs: 15_000,
  retryMaxMs: 60_000,
  keepaliveMs: 30_000,
  nodes: [],
};

function configuredServer(values: Values, io: CliIo): ServerConfig {
  const { config: file, server: name } = values;
  const loaded = loadConfig({
    ...(file === undefined ? {} : { file }),
    env: (key) => io.env(key),
    readFile: readConfigFile,
  });
  if (!loaded.ok) {
    const [first] = loaded.problems;
    throw new Error(first === undefined ? "read configuration, it is invalid" : formatProblem(first));
  }
  const { servers } = loaded.config;
  if (name === undefined) return servers[0] ?? { ...UNCONFIGURED, password: io.env("AMI_PASSWORD") ?? "" };
  const found = servers.find((server) => server.name === name);
  if (found !== undefined) return found;
  const known = servers.map((server) => server.name).join(", ") || "none";
  throw new UsageError(`capture AMI, no such server (configured: ${known}): ${name}`, CAPTURE_USAGE);
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`capture AMI, --port takes 1 to 65535, not: ${JSON.stringify(text)}`, CAPTURE_USAGE);
}

function durationOf(option: string, text: string): number {
  const ms = parseDuration(text, "s");
  if (ms !== undefined && ms > 0) return ms;
  throw new UsageError(
    `capture AMI, --${option} takes a duration such as 10m, not: ${JSON.stringify(text)}`,
    CAPTURE_USAGE,
  );
}

const SIZE_UNITS: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

function sizeOf(text: string): number {
  const [, digits, unit = ""] = /^(\d{1,12})([kmg]?)b?$/i.exec(text) ?? [];
  const bytes = Number(digits) * (SIZE_UNITS[unit.toLowerCase()] ?? 1);
  if (bytes > 0) return bytes;
  throw new UsageError(
    `capture AMI, --rotate-size takes bytes such as 64m, not: ${JSON.stringify(text)}`,
    CAPTURE_USAGE,
  );
}
