/** Resolves with the first of these signals that arrives; the handlers are gone afterwards. */
export function nextSignal<T extends Deno.Signal>(signals: readonly T[]): Promise<T> {
  return new Promise((resolve) => {
    const handlers = signals.map((signal) => [signal, () => arrived(signal)] as const);
    const arrived = (signal: T) => {
      for (const [name, handler] of handlers) Deno.removeSignalListener(name, handler);
      resolve(signal);
    };
    for (const [signal, handler] of handlers) Deno.addSignalListener(signal, handler);
  });
}
