/**
 * @module fresh/runtime: what pages and islands may use on the server and in the browser alike. It imports nothing of
 * the server.
 */
export { HttpError } from "./error.ts";
export { asset, assetSrcSet } from "./asset.ts";
export { Head, type HeadProps } from "./head.ts";

/** Whether this code runs in the browser. */
export const IS_BROWSER: boolean = typeof document !== "undefined";
