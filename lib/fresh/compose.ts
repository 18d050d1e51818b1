import type { Context } from "./context.ts";
import type { Middleware } from "./types.ts";

/** Is told of each error once, where it is first caught. */
export type ErrorListener = (error: unknown) => void;

/**
 * Joins middlewares into one. Each runs the next by `ctx.next()`; the last one's `ctx.next()` runs what `ctx.next` was
 * before. An error that passes through is left in `ctx.error` and told to `onError` once.
 */
export function compose<State>(
  steps: readonly Middleware<State>[],
  onError: ErrorListener,
): Middleware<State> {
  return (ctx) => {
    const tail = ctx.next;
    const run = async (index: number): Promise<Response> => {
      const step = steps[index];
      if (step === undefined) return await tail();
      ctx.next = stepAfter(run, index);
      try {
        return await step(ctx);
      } catch (error) {
        noteError(ctx, error, onError);
        throw error;
      }
    };
    return run(0);
  };
}

/**
 * Made here and not where it is set: V8 takes a function that is written straight into a property for one that stays, and keeps
 * it, with all that it knows of the request, until it has looked through the whole heap.
 */
function stepAfter<T>(run: (index: number) => T, index: number): () => T {
  return () => run(index + 1);
}

/** Leaves an error in `ctx.error` and tells it, unless it is there already. */
export function noteError<State>(ctx: Context<State>, error: unknown, onError: ErrorListener): void {
  if (ctx.error === error) return;
  ctx.error = error;
  onError(error);
}
