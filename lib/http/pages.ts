import type { Access } from "../auth/mod.ts";
import { ENDPOINT_LIST } from "./endpoints.ts";

/** One page: its address, and who may see it. */
export interface PageRule {
  /** With path parameters in braces: `/nodes/{id}`. */
  readonly path: string;
  readonly methods: readonly ("GET" | "POST")[];
  readonly access: Access;
}

/** Every page. One that is not listed is shown to nobody. */
export const PAGES: readonly PageRule[] = [
  { path: "/", methods: ["GET"], access: "anonymous" },
  { path: "/signin", methods: ["GET", "POST"], access: "all" },
  { path: "/setup", methods: ["GET", "POST"], access: "all" },
  { path: "/account", methods: ["GET", "POST"], access: "session" },
  { path: "/calls", methods: ["GET"], access: "session" },
  { path: "/calls/{id}", methods: ["GET"], access: "session" },
  { path: "/signout", methods: ["POST"], access: "all" },
  { path: "/admin", methods: ["GET"], access: "admin" },
  { path: "/admin/users", methods: ["GET", "POST"], access: "admin" },
  { path: "/admin/users/{id}", methods: ["GET", "POST"], access: "admin" },
  { path: "/admin/system", methods: ["GET"], access: "admin" },
  { path: "/admin/log", methods: ["GET"], access: "admin" },
  { path: "/admin/config", methods: ["GET"], access: "admin" },
  { path: "/admin/audit", methods: ["GET"], access: "admin" },
  { path: "/admin/sessions", methods: ["GET", "POST"], access: "admin" },
  { path: "/control", methods: ["POST"], access: "operator" },
  { path: "/lookup", methods: ["GET"], access: "anonymous" },
  { path: "/nodes/{id}", methods: ["GET"], access: "anonymous" },
  { path: "/voters", methods: ["GET"], access: "anonymous" },
  { path: "/voters/{id}", methods: ["GET"], access: "anonymous" },
  { path: "/embed/nodes/{id}", methods: ["GET"], access: "anonymous" },
  { path: "/styleguide", methods: ["GET"], access: "anonymous" },
];

/** Who may ask, and whether refusals are for programs or for people. */
export interface RouteRule {
  readonly access: Access;
  readonly kind: "endpoint" | "page";
}

/** By method and by the pattern that Fresh matches: `GET /nodes/:id`. */
const RULES: ReadonlyMap<string, RouteRule> = new Map([
  ...ENDPOINT_LIST.map(({ method, path, access }) => ruleOf(method, path, { access, kind: "endpoint" })),
  ...PAGES.flatMap(({ methods, path, access }) =>
    methods.map((method) => ruleOf(method, path, { access, kind: "page" }))
  ),
]);

const PATTERNS: ReadonlySet<string> = new Set(
  [...ENDPOINT_LIST, ...PAGES].map(({ path }) => patternOf(path)),
);

/** Who may ask for what a pattern of Fresh's answers; undefined where nobody said. HEAD asks as GET does. */
export function accessOf(method: string, pattern: string): RouteRule | undefined {
  return RULES.get(`${method === "HEAD" ? "GET" : method} ${pattern}`);
}

/** Whether any method of a route is in a list. */
export function isListed(pattern: string): boolean {
  return PATTERNS.has(pattern);
}

function ruleOf(method: string, path: string, rule: RouteRule): readonly [string, RouteRule] {
  return [`${method} ${patternOf(path)}`, rule];
}

function patternOf(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}
