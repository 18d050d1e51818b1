import { answerRequest, define } from "../lib/http/mod.ts";

/** Finds out who asks, turns errors into answers, and gives every answer its id, headers, validator and compression. */
export default define.middleware((ctx) => answerRequest(ctx));
