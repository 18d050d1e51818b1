/** Below the range that systems take ports from for whoever asks for any: nobody gets one of these by chance. */
const FIRST = 20_000;
const COUNT = 10_000;

/** A free port that stays free while nobody listens on it, for what goes away and comes back. */
export function quietPort(): number {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    try {
      Deno.listen({ port, hostname: "0.0.0.0" }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}
