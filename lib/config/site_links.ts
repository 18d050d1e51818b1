import { type Kind, scalar, text, yesNo } from "./kinds.ts";
import type { Value } from "./document.ts";
import { listOf } from "./lists.ts";
import type { Report } from "./problems.ts";
import { collectEntries, entriesOf, type Scope } from "./scope.ts";
import type { SiteLinkConfig } from "./types.ts";

/** More than a menu can show. */
const MAX_LINKS = 40;

const MAX_ADDRESS_LENGTH = 500;

const KEYS = ["label", "url", "new_tab", "group"];
const SCOPE: Omit<Scope, "prefix"> = {
  names: new Map(KEYS.map((key) => [key, key])),
  groups: new Map(),
  suggestions: KEYS,
};

const LABEL = text(1, 40);

/** Anything a browser would take for another host, or leave out before it reads the address. */
// deno-lint-ignore no-control-regex
const MISREAD = /[\u0000-\u0020\u007f\\]/;

/** Stands for the own site while a path is read. */
const OWN = "http://own.invalid";

/** Where a link of the site may lead: the web, or a path below the own address. */
export const siteAddress: Kind<string> = scalar(
  "an address like https://club.example, or a path of this site like /?node=1999",
  (given) => {
    if (given.length > MAX_ADDRESS_LENGTH || MISREAD.test(given)) return undefined;
    if (given.startsWith("/")) return URL.parse(given, OWN)?.origin === OWN ? given : undefined;
    const url = /^https?:\/\//i.test(given) ? URL.parse(given) : null;
    // Whoever looks at the page would read a password in it.
    return url && url.username === "" && url.password === "" ? url.href : undefined;
  },
);

/** Links of the site's menu: blocks of label, url, new_tab and group. */
export const siteLinks: Kind<readonly SiteLinkConfig[]> = {
  read(value, key, report) {
    const items = listOf(value, report);
    if (items.length > MAX_LINKS) {
      report(value.origin, key, `${key}, expected at most ${MAX_LINKS} links: ${items.length}`);
      return undefined;
    }
    const read = items.map((item, index) => readLink(item, `${key}[${index}]`, report));
    const good = read.filter((link) => link !== undefined);
    return good.length === read.length ? good : undefined;
  },
};

function readLink(value: Value, key: string, report: Report): SiteLinkConfig | undefined {
  const entries = entriesOf(value, key, report);
  if (!entries) return undefined;
  const given = collectEntries(entries, { ...SCOPE, prefix: `${key}.` }, report);
  const read = <T>(name: string, kind: Kind<T>): T | undefined => {
    const found = given.get(name) ?? { kind: "empty", origin: value.origin };
    return kind.read(found, `${key}.${name}`, report, false);
  };
  const optional = <T>(name: string, kind: Kind<T>, fallback: T): T | undefined =>
    given.has(name) ? read(name, kind) : fallback;
  const label = read("label", LABEL);
  const url = read("url", siteAddress);
  const newTab = optional("new_tab", yesNo, false);
  const group = optional<string | null>("group", LABEL, null);
  if (label === undefined || url === undefined || newTab === undefined || group === undefined) {
    return undefined;
  }
  return { label, url, newTab, group };
}
