import { CALL_CAUSES, type CallCause, isCallCause } from "../wire/mod.ts";
import { define } from "./endpoint.ts";
import { choiceParam, dayParam, integerParam, type Param, shown, sinceParam, textParam } from "./params.ts";

/** Longest text that is searched for. */
export const MAX_CALL_QUERY = 100;

const SEARCH_PARAMS = {
  q: textParam("Only calls whose numbers and names have every word of this.", MAX_CALL_QUERY),
  cause: causeParam("Only calls that ended so: `normal_clearing`, `no_answer`, `cancelled`, `lost`..."),
  day: dayParam("Only calls that began on this day (UTC)."),
  since: sinceParam("Only calls that began at or after this instant."),
  until: sinceParam("Only calls that began before this instant."),
};

/** Calls: who talks or talked with whom. Numbers of people are for those who signed in. */
export const CALL_ENDPOINTS = {
  calls: define({
    path: "/api/calls",
    access: "session",
    summary: "Calls that are up, and those that are over, newest first by their start.",
    params: {
      ...SEARCH_PARAMS,
      state: choiceParam<"all" | "live" | "past">("Which calls.", ["all", "live", "past"], "all"),
      limit: integerParam("Most calls that are over.", { min: 1, max: 1_000, fallback: 100 }),
      cursor: textParam("`next` of the page before.", 300),
    },
    answers: "envelope",
    schema: "CallsAnswer",
    refusals: [],
  }),
  call: define({
    path: "/api/calls/{id}",
    access: "session",
    summary: "One call with its course, by its `id`; by a `call_id`, the newest of it.",
    params: { server: textParam("Of this server, where calls of several have the same id.", 100) },
    answers: "envelope",
    schema: "CallDetail",
    refusals: [404],
  }),
  callsTable: define({
    path: "/api/calls.csv",
    access: "session",
    summary: "Calls that are over as a table (CSV, UTF-8), newest first.",
    params: {
      ...SEARCH_PARAMS,
      limit: integerParam("Most calls.", { min: 1, max: 10_000, fallback: 10_000 }),
    },
    answers: "csv",
    schema: null,
    refusals: [],
  }),
};

/** The name of an end; there are too many to list them in an error. */
function causeParam(description: string): Param<CallCause | null> {
  return {
    description,
    schema: { type: "string", enum: CALL_CAUSES },
    fallback: null,
    isList: false,
    read(text) {
      if (isCallCause(text)) return text;
      throw new Error(
        `expected a cause such as no_answer, user_busy or lost, all are in api/openapi.json: ${shown(text)}`,
      );
    },
  };
}
