import type { ElementProps } from "./render_state.ts";

/**
 * The attributes that mark a link to the page that is shown (`aria-current="page"`, `data-current`) or to one above it
 * (`aria-current="true"`, `data-ancestor`). None for links to other sites and for those that set `aria-current`.
 */
export function linkState(props: ElementProps, page: URL): ElementProps | null {
  const { href } = props;
  if (typeof href !== "string" || !href.startsWith("/") || props["aria-current"] !== undefined) return null;
  const path = withoutSlash(pathOf(href));
  const here = withoutSlash(page.pathname);
  const search = searchOf(href);
  if (here === path && (search === "" || search === page.search)) {
    return { "data-current": "true", "aria-current": "page" };
  }
  if (here !== path && path !== "/" && !here.startsWith(`${path}/`)) return null;
  return { "data-ancestor": "true", "aria-current": "true" };
}

function pathOf(href: string): string {
  const end = href.search(/[?#]/);
  return end === -1 ? href : href.slice(0, end);
}

function searchOf(href: string): string {
  const start = href.indexOf("?");
  const end = href.indexOf("#");
  if (start === -1 || (end !== -1 && end < start)) return "";
  return end === -1 ? href.slice(start) : href.slice(start, end);
}

function withoutSlash(path: string): string {
  return path !== "/" && path.endsWith("/") ? path.slice(0, -1) : path;
}
