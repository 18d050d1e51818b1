import { quietPort } from "../support/quiet_port.ts";

/** Starts Debian's broker on free ports, with a password, TLS and certificates of its own making. */

/** Where Debian puts it; `MOSQUITTO` in the environment names another. */
export const MOSQUITTO_PATHS: readonly string[] = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"];

/** Name and password that every listener wants. */
export const CREDENTIALS = { username: "nexus", password: "a broker's s3cret" } as const;

/** A running broker. */
export interface Mosquitto {
  readonly plain: number;
  readonly tls: number;
  /** TLS that wants a certificate of the client. */
  readonly mutual: number;
  readonly ws: number;
  readonly wss: number;
  /** Certificate authority of the broker and the client, the client's certificate and key, and an authority of nobody. */
  readonly files: Readonly<Record<"ca" | "cert" | "key" | "strange", string>>;
  stop(): Promise<void>;
  /** Starts it again after `stop`, on the same ports. */
  start(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The broker to test with, or `null` when there is none. */
export async function findMosquitto(): Promise<string | null> {
  const named = Deno.env.get("MOSQUITTO");
  for (const path of named ? [named] : MOSQUITTO_PATHS) {
    try {
      if ((await Deno.stat(path)).isFile) return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return null;
}

/** Starts one. Errors: throws with what to install when there is none. */
export async function startMosquitto(): Promise<Mosquitto> {
  const command = await findMosquitto();
  if (command === null) {
    throw new Error(`start broker, none at ${MOSQUITTO_PATHS.join(", ")}: sudo apt-get install -y mosquitto`);
  }
  const directory = await Deno.makeTempDir({ prefix: "nexus-mosquitto-" });
  const files = await makeCertificates(directory);
  const [plain, tls, mutual, ws, wss] = freePorts();
  await run("mosquitto_passwd", "-c", "-b", `${directory}/users`, CREDENTIALS.username, CREDENTIALS.password);
  await Deno.writeTextFile(`${directory}/conf`, configuration(directory, { plain, tls, mutual, ws, wss }));
  let child: Deno.ChildProcess | null = null;
  const start = async () => {
    child = new Deno.Command(command, { args: ["-c", `${directory}/conf`], stdout: "null", stderr: "null" })
      .spawn();
    for (const port of [plain, tls, mutual, ws, wss]) await answering(port);
  };
  const stop = async () => {
    child?.kill("SIGTERM");
    await child?.status;
    child = null;
  };
  await start();
  return {
    plain,
    tls,
    mutual,
    ws,
    wss,
    files,
    start,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

function configuration(
  directory: string,
  ports: Readonly<Record<"plain" | "tls" | "mutual" | "ws" | "wss", number>>,
): string {
  const tls = [
    `cafile ${directory}/ca.crt`,
    `certfile ${directory}/broker.crt`,
    `keyfile ${directory}/broker.key`,
  ];
  return [
    ...(Deno.uid() === 0 ? ["user root"] : []),
    "allow_anonymous false",
    `password_file ${directory}/users`,
    "max_queued_messages 0",
    "set_tcp_nodelay true",
    "persistence true",
    `persistence_location ${directory}/`,
    `listener ${ports.plain} 127.0.0.1`,
    `listener ${ports.tls} 127.0.0.1`,
    ...tls,
    `listener ${ports.mutual} 127.0.0.1`,
    ...tls,
    "require_certificate true",
    `listener ${ports.ws} 127.0.0.1`,
    "protocol websockets",
    `listener ${ports.wss} 127.0.0.1`,
    "protocol websockets",
    ...tls,
    "",
  ].join("\n");
}

async function makeCertificates(directory: string): Promise<Mosquitto["files"]> {
  const at = (name: string) => `${directory}/${name}`;
  const key = (
    name: string,
  ) => ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", at(`${name}.key`)];
  for (const name of ["ca", "strange"]) {
    await run(
      "openssl",
      "req",
      "-x509",
      ...key(name),
      "-out",
      at(`${name}.crt`),
      "-days",
      "2",
      "-subj",
      `/CN=${name}`,
    );
  }
  await Deno.writeTextFile(at("san"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
  for (const name of ["broker", "client"]) {
    await run("openssl", "req", ...key(name), "-out", at(`${name}.csr`), "-subj", `/CN=${name}`);
    const authority = ["-CA", at("ca.crt"), "-CAkey", at("ca.key"), "-CAcreateserial"];
    const made = ["-out", at(`${name}.crt`), "-days", "2", "-extfile", at("san")];
    await run("openssl", "x509", "-req", "-in", at(`${name}.csr`), ...authority, ...made);
  }
  return { ca: at("ca.crt"), cert: at("client.crt"), key: at("client.key"), strange: at("strange.crt") };
}

async function run(command: string, ...args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args: [...args], stdout: "null" }).output();
  if (!success) throw new Error(`run ${command}, it failed: ${new TextDecoder().decode(stderr)}`);
}

type Ports = readonly [number, number, number, number, number];

/** Five that are unlike each other. */
function freePorts(): Ports {
  const ports: Ports = [quietPort(), quietPort(), quietPort(), quietPort(), quietPort()];
  return new Set(ports).size === ports.length ? ports : freePorts();
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 3_000; tries++) {
    try {
      (await Deno.connect({ port, hostname: "127.0.0.1" })).close();
      return;
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error(`start broker, nothing listens on port: ${port}`);
}
