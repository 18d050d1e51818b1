import type { HandlerByMethod, PageResponse, RouteHandler } from "./types.ts";

/** Hands `data` from a handler to the page component of its route, with headers and status of the answer. */
export function page<T>(data: T, options?: { headers?: HeadersInit; status?: number }): PageResponse<T>;
export function page(): PageResponse<undefined>;
export function page<T>(
  data?: T,
  options?: { headers?: HeadersInit; status?: number },
): PageResponse<T | undefined> {
  return { data, headers: options?.headers, status: options?.status };
}

/** Tells a handler that is an object of methods from one that is a single function. */
export function isHandlerByMethod<Data, State>(
  handler: RouteHandler<Data, State>,
): handler is HandlerByMethod<Data, State> {
  return typeof handler === "object" && handler !== null && !Array.isArray(handler);
}
