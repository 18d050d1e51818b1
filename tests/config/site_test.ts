import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { config, problems } from "./load.ts";

Deno.test("site is read from the file and from the environment, with what it leaves out", () => {
  const text =
    "site:\n  logo: /etc/nexus/logo.svg\n  home_url: HTTPS://Club.example/a b\n".replace(" b", "%20b") +
    "  links:\n    - {label: Club, url: https://club.example}\n" +
    "    - {label: Hub, url: '/?node=1999#top', group: Our nodes, new_tab: true}\n  show_host: true\n";
  deepStrictEqual(config(text).site, {
    logo: "/etc/nexus/logo.svg",
    homeUrl: "https://club.example/a%20b",
    links: [
      { label: "Club", url: "https://club.example/", newTab: false, group: null },
      { label: "Hub", url: "/?node=1999#top", newTab: true, group: "Our nodes" },
    ],
    showHost: true,
  });
  const env = { SITE_HOME_URL: "/", SITE_LINKS: '[{label: "Q", url: "http://q.example/?a=b"}]' };
  deepStrictEqual(config(undefined, env).site, {
    logo: null,
    homeUrl: "/",
    links: [{ label: "Q", url: "http://q.example/?a=b", newTab: false, group: null }],
    showHost: false,
  });
});

Deno.test("site takes addresses of the web and paths of this site, and names whatever is neither", () => {
  const refused = [
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://club.example",
    "//club.example",
    "/\\club.example",
    "/\\/club.example",
    "club.example",
    "https:club.example",
    "https://",
    "https://user:secret@club.example/",
    "https://club.example/a b",
    "\\u0001https://club.example",
    `https://club.example/${"a".repeat(500)}`,
  ];
  for (const url of refused) {
    const quoted = `"${
      url.replaceAll("\\u", "\u0000").replaceAll("\\", "\\\\").replaceAll("\u0000", "\\u")
    }"`;
    match(
      problems(`site: {home_url: ${quoted}}`)[0] ?? "none",
      /site\.home_url, expected an address like/,
      url,
    );
    const link = `site: {links: [{label: a, url: ${quoted}}]}`;
    match(problems(link)[0] ?? "none", /site\.links\[0\]\.url, expected an address like/, url);
  }
});

Deno.test("site names what is missing, unknown, too long or too much", () => {
  const cases = [
    ["{links: [{url: /}]}", /site\.links\[0\]\.label, expected text on one line.*: nothing/],
    ["{links: [{label: a}]}", /site\.links\[0\]\.url, expected an address like.*: nothing/],
    [
      `{links: [{label: ${"a".repeat(41)}, url: /}]}`,
      /label, expected text on one line, at least 1 and at most 40/,
    ],
    ["{links: [{label: a, url: /, newtab: true}]}", /unknown key.*the nearest known key is "new_tab"/],
    ["{links: [{label: a, url: /, new_tab: perhaps}]}", /new_tab, expected true or false/],
    ["{links: [/]}", /site\.links\[0\], expected a block of keys/],
    ["{homeurl: /}", /unknown key.*the nearest known key is "site\.home_url"/],
    ["{title: Club}", /unknown key "site\.title", the nearest known key is "title"/],
  ] as const;
  for (const [text, expected] of cases) match(problems(`site: ${text}`)[0] ?? "none", expected, text);
  const many = Array.from({ length: 41 }, (_, at) => `{label: l${at}, url: /${at}}`).join(", ");
  match(problems(`site: {links: [${many}]}`)[0] ?? "none", /site\.links, expected at most 40 links: 41/);
  strictEqual(problems(`site: {links: [{label: a, url: /}, {label: a, url: /}]}`).length, 0);
});
