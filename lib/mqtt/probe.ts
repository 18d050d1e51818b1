import type { Clock } from "../clock/mod.ts";
import type { MqttConfig } from "../config/mod.ts";
import type { BrokerSession, SessionEnd } from "./session.ts";
import { brokerName, clientIdOf, sessionOptions } from "./session_options.ts";

/** A broker that has not answered by now is not reached. */
const LIMIT_MS = 10_000;

/** What a broker said to one attempt. */
export type ProbeAnswer =
  | { readonly ok: true; readonly broker: string }
  | { readonly ok: false; readonly broker: string } & SessionEnd;

/** Opens one session and closes it, under a client id of its own so that a running server keeps its session. Never throws. */
export async function probeBroker(config: MqttConfig, hostname: string, clock: Clock): Promise<ProbeAnswer> {
  const broker = brokerName(config);
  const settled = Promise.withResolvers<SessionEnd | null>();
  const closed = Promise.withResolvers<void>();
  const silence = { refused: false, reason: `no answer in ${LIMIT_MS / 1_000} s` };
  const limit = clock.after(LIMIT_MS, () => settled.resolve(silence));
  let session: BrokerSession | null = null;
  try {
    const { openSession } = await import("./client.ts");
    const options = await sessionOptions(config, `${clientIdOf(config, hostname)}-check`);
    session = openSession({ ...options, will: null }, {
      connected: () => settled.resolve(null),
      ended: (end) => {
        settled.resolve(end);
        closed.resolve();
      },
    });
    const end = await settled.promise;
    session.destroy();
    await closed.promise;
    return end === null ? { ok: true, broker } : { ok: false, broker, ...end };
  } catch (error) {
    return {
      ok: false,
      broker,
      refused: false,
      reason: error instanceof Error ? error.message : String(error),
    };
  } finally {
    limit.cancel();
  }
}
