import { ASSET_CACHE_BUST_KEY } from "../asset.ts";
import type { StaticFile } from "../build_cache.ts";
import { buildCacheOf, type Context } from "../context.ts";
import type { Middleware } from "../types.ts";

/** Enough of a hash to tell the contents of one file apart; each more would be sent with every answer. */
const TAG_LENGTH = 16;

/** Serves the files of `static/` and what was built for the browser; anything else goes on to the next middleware. */
export function staticFiles<State>(): Middleware<State> {
  return async function serveStaticFiles(ctx) {
    const pathname = filePath(ctx.url.pathname, ctx.config.basePath);
    const brotli = acceptsBrotli(ctx.req.headers.get("Accept-Encoding") ?? "");
    const file = pathname === null ? null : await buildCacheOf(ctx).readFile(pathname, brotli);
    if (file !== null) return serve(ctx, file);
    // Browsers ask for it on every site; a page for it would be wasted.
    return pathname === "/favicon.ico" ? new Response(null, { status: 404 }) : await ctx.next();
  };
}

/** The name a file is listed under, or `null`. Lookup is by exact name, so no path leads out of the listed files. */
function filePath(pathname: string, basePath: string): string | null {
  if (!pathname.startsWith(`${basePath}/`)) return null;
  try {
    const parts = decodeURIComponent(pathname.slice(basePath.length)).split("/").filter((part) =>
      part !== ""
    );
    return parts.length === 0 ? null : `/${parts.map(encodeURIComponent).join("/")}`;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function serve<State>(ctx: Context<State>, file: StaticFile): Response {
  const { req } = ctx;
  if (req.method !== "GET" && req.method !== "HEAD") {
    return new Response("Method Not Allowed", { status: 405, headers: { Allow: "GET, HEAD" } });
  }
  const { version } = buildCacheOf(ctx);
  const key = ctx.url.searchParams.get(ASSET_CACHE_BUST_KEY);
  if (key !== null && key !== version) return withoutKey(ctx.url);
  const headers = new Headers({ "Content-Type": file.contentType });
  const isProduction = ctx.config.mode !== "development";
  const isForEver = isProduction && (key === version || file.immutable);
  headers.set("Cache-Control", isForEver ? FOR_EVER : NOT_AT_ALL);
  // What is kept for ever is never asked for again, so no tag goes along for that.
  const etag = isProduction && !isForEver && file.hash !== null
    ? `W/"${file.hash.slice(0, TAG_LENGTH)}"`
    : null;
  if (!isForEver) headers.set("Vary", "If-None-Match");
  if (etag !== null) headers.set("ETag", etag);
  if (file.hasBrotli) headers.append("Vary", "Accept-Encoding");
  if (etag !== null && hasTag(req.headers.get("If-None-Match"), etag)) {
    return new Response(null, { status: 304, headers });
  }
  if (file.encoding !== null) headers.set("Content-Encoding", file.encoding);
  headers.set("Content-Length", String(file.content.byteLength));
  return new Response(req.method === "HEAD" ? null : file.content, { headers });
}

/** Browsers name it without a weight, over HTTPS and on the machine itself. */
function acceptsBrotli(header: string): boolean {
  return header.split(",").some((coding) => coding.trim() === "br");
}

const FOR_EVER = "public, max-age=31536000, immutable";
const NOT_AT_ALL = "no-cache, no-store, max-age=0, must-revalidate";

/** A URL locked to another build leads to the same path of this one, which must not be cached for ever. */
function withoutKey(url: URL): Response {
  const { pathname, searchParams } = new URL(url);
  searchParams.delete(ASSET_CACHE_BUST_KEY);
  const search = searchParams.size === 0 ? "" : `?${searchParams}`;
  return new Response(null, { status: 307, headers: { location: pathname + search } });
}

function hasTag(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header.split(",").some((tag) => tag.trim() === etag || `W/${tag.trim()}` === etag);
}
