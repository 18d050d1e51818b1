import { Refusal, refusalResponse } from "./answers.ts";
import type { Endpoint } from "./endpoints.ts";
import { faultResponse } from "./faults.ts";
import { type ParamsOf, type ParamSpecs, readParams } from "./params.ts";
import type { State } from "./services.ts";

/** What a route sees of Fresh's context. */
export interface RouteContext {
  readonly req: Request;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly config: { readonly basePath: string };
  readonly state: State;
}

/** One call of a route: its context, and what its query says. */
export interface RouteCall<S extends ParamSpecs> {
  readonly ctx: RouteContext;
  readonly state: State;
  readonly query: ParamsOf<S>;
  /** The identifier in the path; empty where there is none. */
  readonly id: string;
  readonly nowMs: number;
}

/**
 * A handler for programs: reads the query by the endpoint's definition, and turns what goes wrong into JSON right here.
 * An error that left the route would be shown by Fresh as a page.
 */
export function machineRoute<S extends ParamSpecs>(
  endpoint: Endpoint<S>,
  answer: (call: RouteCall<S>) => Response,
): (ctx: RouteContext) => Response {
  return (ctx) => {
    const { state, url } = ctx;
    const nowMs = state.services.clock.now();
    try {
      const query = readParams(endpoint.params, url.searchParams, nowMs);
      return answer({ ctx, state, query, id: ctx.params.id ?? "", nowMs });
    } catch (error) {
      if (error instanceof Refusal) return refusalResponse(error);
      return faultResponse(state.services, state.requestId, url.pathname, error);
    }
  };
}
