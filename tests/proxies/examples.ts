/** The examples of docs/behind-a-proxy.md, and what else each proxy needs to be started beside the tests. */

/** A proxy that the page has an example for. */
export type ProxyName = "nginx" | "apache" | "caddy";

/** Every one. */
export const PROXY_NAMES: readonly ProxyName[] = ["nginx", "apache", "caddy"];

/** What stands for what the page names. */
export interface Site {
  readonly directory: string;
  /** Where the proxy listens, on 127.0.0.1. */
  readonly port: number;
  /** Where Nexus does. */
  readonly nexusPort: number;
  readonly cert: string;
  readonly key: string;
}

const PAGE = new URL("../../docs/behind-a-proxy.md", import.meta.url);

/** The page as it is. */
export function readPage(): string {
  return Deno.readTextFileSync(PAGE);
}

/** The one block of the page in this language. Errors: throws unless there is exactly one. */
export function exampleOf(page: string, language: ProxyName | "yaml"): string {
  const blocks = [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, name]) => name === language);
  const [block] = blocks;
  if (block?.[2] === undefined || blocks.length > 1) {
    throw new Error(`read docs/behind-a-proxy.md, expected one block of ${language}: ${blocks.length}`);
  }
  return block[2];
}

const CERTIFICATES = "/etc/letsencrypt/live/nodes.example.org";

/** The example for this site: other ports, certificate and name, and nothing else. Errors: throws where it names something else. */
export function fittedTo(site: Site, name: ProxyName, example: string): string {
  const changes: readonly (readonly [from: string, to: string])[] = [
    ["127.0.0.1:8080", `127.0.0.1:${site.nexusPort}`],
    ...OWN_CHANGES[name](site),
  ];
  let text = example;
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`fit the example of ${name}, it does not say: ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

const OWN_CHANGES: Readonly<Record<ProxyName, (site: Site) => readonly (readonly [string, string])[]>> = {
  nginx: ({ port, cert, key }) => [
    ["listen 443 ", `listen 127.0.0.1:${port} `],
    [`${CERTIFICATES}/fullchain.pem`, cert],
    [`${CERTIFICATES}/privkey.pem`, key],
    ["server_name nodes.example.org", "server_name 127.0.0.1"],
  ],
  apache: ({ port, cert, key }) => [
    ["<VirtualHost *:443>", `<VirtualHost 127.0.0.1:${port}>`],
    [`${CERTIFICATES}/fullchain.pem`, cert],
    [`${CERTIFICATES}/privkey.pem`, key],
    ["ServerName nodes.example.org", "ServerName 127.0.0.1"],
  ],
  caddy: ({ port, cert, key }) => [
    ["nodes.example.org {", `https://127.0.0.1:${port} {\n    tls ${cert} ${key}`],
  ],
};

/** How to start a proxy in the foreground, and what its version is asked by. */
export interface Started {
  readonly command: string;
  readonly args: readonly string[];
  readonly version: readonly string[];
}

/** Writes what the proxy reads: the example, and around it what a distribution's own files bring. */
export function writeConfig(name: ProxyName, site: Site, example: string): Started {
  const { directory } = site;
  const own = `${directory}/${name}.conf`;
  Deno.writeTextFileSync(own, fittedTo(site, name, example));
  if (name === "caddy") {
    const args = ["run", "--adapter", "caddyfile", "--config", own];
    return { command: "caddy", args, version: ["version"] };
  }
  const main = `${directory}/${name}-main.conf`;
  Deno.writeTextFileSync(main, name === "nginx" ? nginxMain(site, own) : apacheMain(site, own));
  if (name === "nginx") return { command: "nginx", args: ["-c", main, "-p", directory], version: ["-v"] };
  return { command: "apache2", args: ["-f", main, "-DFOREGROUND"], version: ["-v"] };
}

function nginxMain({ directory }: Site, own: string): string {
  return [
    "daemon off;",
    `pid ${directory}/nginx.pid;`,
    `error_log ${directory}/nginx.log;`,
    "events {}",
    "http {",
    "  access_log off;",
    `  client_body_temp_path ${directory}/body;`,
    `  proxy_temp_path ${directory}/proxy;`,
    `  include ${own};`,
    "}",
    "",
  ].join("\n");
}

/** The modules that the page has enabled, and those that Debian enables by itself. */
const APACHE_MODULES = [
  ...["mpm_event", "authz_core", "alias", "socache_shmcb"],
  ...["ssl", "proxy", "proxy_http", "proxy_wstunnel", "headers"],
];

function apacheMain({ directory, port }: Site, own: string): string {
  const modules = APACHE_MODULES.map((name) =>
    `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`
  );
  return [
    `ServerRoot ${directory}`,
    `PidFile ${directory}/apache.pid`,
    `ErrorLog ${directory}/apache.log`,
    `Mutex file:${directory} default`,
    ...modules,
    `Listen 127.0.0.1:${port}`,
    `Include ${own}`,
    "",
  ].join("\n");
}
