/** The least of an Asterisk that a server under measurement needs: logs anyone in, has node 1999, sends what it is told. */
import { AmiDecoder, type AmiFrame, encodeFrame } from "../lib/ami/mod.ts";

type Pair = readonly [string, string];

/** A logged-in session of the server. */
export interface PeerSession {
  /** Says with one event which links there are and which of them are keyed. */
  links(names: readonly string[], keyed: ReadonlySet<string>): void;
}

/** The listening peer. `env` points a server at it. */
export interface Peer {
  readonly env: Readonly<Record<string, string>>;
  readonly session: Promise<PeerSession>;
  /** From the next poll on every link has another address: all of them change at once. */
  moveAll(): void;
  stop(): Promise<void>;
}

/** Starts the peer on a free loopback port. */
export function startPeer(): Peer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const found = Promise.withResolvers<PeerSession>();
  const moved = { times: 0 };
  const served = accept(listener, moved, (session) => found.resolve(session));
  return {
    env: {
      AMI_HOST: "127.0.0.1",
      AMI_PORT: String(listener.addr.port),
      AMI_USERNAME: "bench",
      AMI_PASSWORD: "bench",
      AMI_AUTH: "plain",
      ASTDB_ENABLED: "false",
    },
    session: found.promise,
    moveAll: () => void moved.times++,
    async stop() {
      listener.close();
      await served;
    },
  };
}

/** How often all links have got another address. */
interface Moved {
  readonly times: number;
}

async function accept(
  listener: Deno.TcpListener,
  moved: Moved,
  onLogin: (session: PeerSession) => void,
): Promise<void> {
  const served: Promise<void>[] = [];
  for await (const connection of listener) served.push(serve(connection, moved, onLogin));
  await Promise.all(served);
}

async function serve(
  connection: Deno.TcpConn,
  moved: Moved,
  onLogin: (session: PeerSession) => void,
): Promise<void> {
  connection.setNoDelay(true);
  let names: readonly string[] = [];
  let writing = Promise.resolve(0);
  const send = (...pairs: readonly Pair[]) => {
    writing = writing.then(() => connection.write(encodeFrame(pairs)));
  };
  const decoder = new AmiDecoder({
    expectBanner: false,
    onFrame: (frame) => {
      for (const answer of answers(frame, names, moved)) send(...answer);
      if (frame.get("Action")?.toLowerCase() === "login") {
        onLogin({
          links(now, keyed) {
            names = now;
            send(...alinks(now, keyed));
          },
        });
      }
    },
  });
  await connection.write(new TextEncoder().encode("Asterisk Call Manager/11.0.0\r\n"));
  for await (const chunk of connection.readable) decoder.push(chunk);
}

function answers(frame: AmiFrame, names: readonly string[], moved: Moved): readonly (readonly Pair[])[] {
  const success: Pair[] = [["Response", "Success"], ["ActionID", frame.get("ActionID") ?? ""]];
  switch (frame.get("Command") ?? "") {
    case "RptStat":
      return [[...success, ["Nodes", "1999"], ["RptUptime", "00:10:00"]]];
    case "XStat":
      return [[...success, ["Node", "1999"], ...names.map((name) => conn(name, moved.times)), [
        "LinkedNodes",
        names.map((name) => `T${name}`).join(", "),
      ]]];
    case "SawStat":
      return [[...success, ["Node", "1999"]]];
    default:
      return [[...success, ["Message", "Authentication accepted"]]];
  }
}

/** Every link has been connected since ten minutes before the peer was started, and says so at every poll. */
const CONNECTED_MS = 10 * 60_000;

function conn(name: string, movedTimes: number): Pair {
  const columns = [
    name.padEnd(10),
    `192.${movedTimes}.2.1`.padEnd(20),
    "0".padEnd(12),
    "IN".padEnd(11),
    new Date(CONNECTED_MS + performance.now()).toISOString().slice(11, 19).padEnd(20),
  ];
  return ["Conn", `${columns.join("")}ESTABLISHED         `];
}

function alinks(names: readonly string[], keyed: ReadonlySet<string>): readonly Pair[] {
  const items = names.map((name) => `${name}T${keyed.has(name) ? "K" : "U"}`);
  return [
    ["Event", "RPT_ALINKS"],
    ["Privilege", "call,all"],
    ["Node", "1999"],
    ["Channel", "usrp/127.0.0.1:34199:32199"],
    ["EventValue", items.length === 0 ? "" : `${items.length},${items.join(",")}`],
    ["LastKeyedTime", "Fri Nov 20 23:41:46 2026"],
    ["LastTxKeyedTime", "Fri Nov 20 23:44:35 2026"],
  ];
}
