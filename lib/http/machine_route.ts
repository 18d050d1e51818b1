import { refusalOf } from "./account_refusal.ts";
import { type Refusal, refusalResponse } from "./answers.ts";
import { type BodyOf, type FieldSpecs, readBody } from "./body.ts";
import type { Endpoint } from "./endpoint.ts";
import { faultResponse } from "./faults.ts";
import { type ParamsOf, type ParamSpecs, readParams } from "./params.ts";
import { refusedAct } from "./refused_act.ts";
import type { State } from "./services.ts";

/** What a route sees of Fresh's context. */
export interface RouteContext {
  readonly req: Request;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly config: { readonly basePath: string };
  readonly state: State;
}

/** One call of a route: its context, and what its query and its body say. */
export interface RouteCall<S extends ParamSpecs, F extends FieldSpecs = FieldSpecs> {
  readonly ctx: RouteContext;
  readonly state: State;
  readonly query: ParamsOf<S>;
  readonly body: BodyOf<F>;
  /** The identifier in the path; empty where there is none. Further ones are in `ctx.params`. */
  readonly id: string;
  readonly nowMs: number;
}

/**
 * A handler for programs: reads query and body by the endpoint's definition, and turns what goes wrong into JSON right here.
 * An error that left the route would be shown by Fresh as a page. Who may ask was judged by the pipeline, by the same definition.
 */
export function machineRoute<S extends ParamSpecs, F extends FieldSpecs>(
  endpoint: Endpoint<S, F>,
  answer: (call: RouteCall<S, F>) => Response | Promise<Response>,
): (ctx: RouteContext) => Promise<Response> {
  const takesBody = Object.keys(endpoint.body).length > 0;
  return async (ctx) => {
    const { state, url } = ctx;
    const nowMs = state.services.clock.now();
    let isRead = false;
    try {
      const query = readParams(endpoint.params, url.searchParams, nowMs);
      // Without fields there is nothing to read, and nothing is what comes of it.
      const body = takesBody ? await readBody(endpoint.body, ctx.req) : {} as BodyOf<F>;
      isRead = true;
      return await answer({ ctx, state, query, body, id: ctx.params.id ?? "", nowMs });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal && !isRead) recordBadCommand(ctx, refusal);
      if (refusal) return refusalResponse(refusal);
      return faultResponse(state.services, state.requestId, url.pathname, error);
    }
  };
}

/** A command with a field that no program of good will sends never gets as far as control, which tells of the rest. */
function recordBadCommand({ state, req, url, config, params }: RouteContext, { message }: Refusal): void {
  if (req.method === "GET") return;
  const path = url.pathname.slice(config.basePath.length);
  const act = refusedAct(state, { method: req.method, path, node: params.id ?? null });
  if (act?.what === "command.send") state.services.audit.record({ ...act, detail: message });
}
