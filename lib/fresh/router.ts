import type { Method } from "./types.ts";

/** What a request matched: its pattern and parameters, and the item if there is one for its method. */
export interface RouteMatch<T> {
  readonly params: Record<string, string>;
  /** `null` when nothing matched the path. */
  readonly pattern: string | null;
  /** `null` when the path matched but not the method. */
  readonly item: T | null;
}

type ByMethod<T> = Partial<Record<Method, T>>;

interface DynamicRoute<T> {
  readonly pattern: URLPattern;
  readonly byMethod: ByMethod<T>;
}

const PATTERN_CHARS_REGEXP = /[*:{}+?()]/;

/** Finds routes by method and path: literal paths first, by one lookup, then patterns in the order they were added. */
export class Router<T> {
  readonly #literals = new Map<string, ByMethod<T>>();
  readonly #dynamics = new Map<string, DynamicRoute<T>>();

  /** Adds an item; the first one for a method and pattern stays. */
  add(method: Method, pattern: string, item: T): void {
    this.#byMethodOf(pattern)[method] ??= item;
  }

  /** Finds what answers `url`; HEAD falls back to GET, and `/a/` to `/a` and the other way round. */
  match(method: Method, url: URL): RouteMatch<T> {
    const literal = this.#matchLiteral(url.pathname);
    if (literal !== null) {
      return { params: Object.create(null), pattern: literal.pattern, item: pick(literal.byMethod, method) };
    }
    for (const { pattern, byMethod } of this.#dynamics.values()) {
      const found = pattern.exec(url);
      if (found === null) continue;
      const params = decodeGroups(found.pathname.groups);
      return { params, pattern: pattern.pathname, item: pick(byMethod, method) };
    }
    return { params: Object.create(null), pattern: null, item: null };
  }

  /** The methods of a pattern, in the order they were added. */
  allowedMethods(pattern: string): string[] {
    return Object.keys(this.#literals.get(pattern) ?? this.#dynamics.get(pattern)?.byMethod ?? {});
  }

  #byMethodOf(pattern: string): ByMethod<T> {
    if (!PATTERN_CHARS_REGEXP.test(pattern)) return getOrAdd(this.#literals, pattern, () => ({}));
    return getOrAdd(this.#dynamics, pattern, () => ({
      pattern: new URLPattern({ pathname: pattern }),
      byMethod: {},
    })).byMethod;
  }

  #matchLiteral(pathname: string): { pattern: string; byMethod: ByMethod<T> } | null {
    const other = pathname.endsWith("/") ? pathname.slice(0, -1) : `${pathname}/`;
    for (const pattern of [pathname, other]) {
      const byMethod = this.#literals.get(pattern);
      if (byMethod !== undefined) return { pattern, byMethod };
    }
    return null;
  }
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, value = make());
  return value;
}

function pick<T>(byMethod: ByMethod<T>, method: Method): T | null {
  return byMethod[method] ?? (method === "HEAD" ? byMethod.GET : undefined) ?? null;
}

/** A parameter that is not valid percent-encoding stays as it came: the handler judges it like any other text. */
function decodeGroups(groups: Record<string, string | undefined>): Record<string, string> {
  const params: Record<string, string> = Object.create(null);
  for (const [name, value = ""] of Object.entries(groups)) params[name] = decodeParam(value);
  return params;
}

function decodeParam(value: string): string {
  try {
    return decodeURI(value);
  } catch (error) {
    if (error instanceof URIError) return value;
    throw error;
  }
}

/** Joins the base path of an app, or the path it is mounted at, with a pattern. */
export function mergePath(basePath: string, path: string, isMounting: boolean): string {
  const trimmed = basePath.endsWith("*") ? basePath.slice(0, -1) : basePath;
  const base = trimmed === "/" ? "" : trimmed;
  if (path === "*") return base + (isMounting ? "" : "/*");
  return base + (base !== "" && path === "/" ? "" : path);
}

/**
 * Splits a pattern into the folders whose middlewares and layouts apply to it; the last part only when `includeLast`.
 * Optional groups are transparent: `/api{/:version}?/nodes` lies in `/api`.
 */
export function patternToSegments(pattern: string, includeLast: boolean): string[] {
  if (pattern === "/" || pattern === "*" || pattern === "/*" || pattern === "") return [];
  const parts = pattern.replace(/\{[^}]*\}\??/g, "").split("/").slice(1);
  const last = parts.pop();
  return includeLast && last !== undefined && last !== "" ? [...parts, last] : parts;
}
