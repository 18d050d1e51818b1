/** What a room may import. What is not listed is forbidden; `deno.json` names such as `fresh` are rooms too. */
export interface RoomRule {
  /** Rooms it may import anything from. A name that ends in `/*` means every room below. */
  readonly may?: readonly string[];
  /** Rooms it may import types from. */
  readonly types?: readonly string[];
  /** Rooms taken out again from `may`. */
  readonly not?: readonly string[];
  /** Packages, and built-in modules that not every room may use. */
  readonly packages?: readonly string[];
  /** Where it runs: `pure` rooms have no clock, no log and no built-in modules; `browser` rooms no Deno either. */
  readonly side: "server" | "pure" | "browser";
}

const VIEW = ["preact", "preact/hooks", "@preact/signals"] as const;

/** Every room of the tree. The first part is the table of the architecture, the second the glue beside it. */
export const ROOMS: Readonly<Record<string, RoomRule>> = {
  "main.ts": { may: ["lib/cli", "fresh", "fresh.config.ts"], types: ["lib/http"], side: "server" },
  "fresh.config.ts": { types: ["fresh", "fresh/dev"], side: "pure" },
  routes: {
    may: ["lib/*", "components", "islands", "fresh", "fresh/runtime"],
    not: [
      "lib/ami",
      "lib/rpt",
      "lib/store",
      "lib/simulator",
      "lib/wiretap",
      "lib/cli",
      "lib/web",
      "lib/nexus.ts",
    ],
    types: ["lib/store"],
    packages: VIEW,
    side: "server",
  },
  islands: { may: ["lib/client", "components", "fresh/runtime"], packages: VIEW, side: "browser" },
  components: { may: ["lib/client", "fresh/runtime"], packages: VIEW, side: "browser" },
  "lib/ami": { side: "server" },
  "lib/rpt": { side: "pure" },
  // The architecture gives it types only; what kind a node is, is grammar too, and pure.
  "lib/nodes": { may: ["lib/rpt"], side: "pure" },
  "lib/poller": { may: ["lib/ami", "lib/rpt", "lib/nodes"], side: "server" },
  "lib/calls": { side: "pure" },
  // What servers answered, for those who look: their types, and how clients are counted.
  "lib/voters": { may: ["lib/live"], types: ["lib/rpt", "lib/poller"], side: "server" },
  "lib/pbx": { side: "pure" },
  "lib/wire": { side: "pure" },
  "lib/events": { side: "pure" },
  "lib/clock": { side: "server" },
  "lib/log": { side: "server" },
  "lib/live": { may: ["lib/events"], side: "server" },
  // The events are its input: their types only.
  "lib/store": { types: ["lib/events"], packages: ["node:sqlite"], side: "server" },
  // What waits for the broker is kept in a table of the store: its types only.
  "lib/mqtt": {
    types: ["lib/events", "lib/store", "lib/config"],
    packages: ["mqtt/lib/client", "mqtt/lib/connect/ws"],
    side: "server",
  },
  "lib/auth": { may: ["lib/store"], packages: ["jose"], side: "server" },
  "lib/control": { may: ["lib/ami", "lib/auth"], side: "server" },
  "lib/config": { packages: ["yaml", "valibot"], side: "server" },
  // What kind a node is, is grammar; the database is a file of its own.
  "lib/astdb": { may: ["lib/rpt"], types: ["lib/config"], packages: ["node:sqlite"], side: "server" },
  "lib/simulator": { may: ["lib/ami"], side: "server" },
  "lib/wiretap": { may: ["lib/ami"], side: "server" },
  "lib/fresh": {
    packages: [...VIEW, "preact/jsx-runtime", "preact-render-to-string"],
    side: "server",
  },
  "lib/cli": { may: ["lib/*", "fresh"], side: "server" },
  // The publisher with what it reads from.
  "lib/nexus_mqtt.ts": {
    may: ["lib/mqtt", "lib/store"],
    types: ["lib/config", "lib/station"],
    side: "server",
  },
  // Hands the parts of the system to lib/admin.
  "lib/nexus_admin.ts": {
    may: ["lib/admin"],
    types: [
      "lib/astdb",
      "lib/config",
      "lib/events",
      "lib/live",
      "lib/metrics",
      "lib/mqtt",
      "lib/station",
      "lib/store",
    ],
    side: "server",
  },
  "lib/nexus.ts": { may: ["lib/*"], not: ["lib/cli", "lib/web"], side: "server" },
  // The two halves of the composition root: the parts, joined, and what routes may call of them.
  "lib/nexus_graph.ts": { may: ["lib/*"], not: ["lib/cli", "lib/web"], side: "server" },
  "lib/nexus_services.ts": { may: ["lib/*"], not: ["lib/cli", "lib/web"], side: "server" },

  // It is handed the parts of the system, and looks at them.
  "lib/admin": { may: ["lib/store"], types: ["lib/metrics"], side: "server" },

  // What the kernel says of temperatures it is handed.
  "lib/host": { side: "server" },

  // The picture of the station is looked at once.
  "lib/site": { types: ["lib/config"], side: "server" },

  "lib/badge": { side: "pure" },

  "lib/native": { side: "server" },
  "lib/memory": { types: ["lib/native"], side: "server" },
  // What the kernel says of connections, and what the handler of requests does.
  "lib/guard": { types: ["lib/native"], side: "server" },

  // It reads everybody's counters: their types only.
  "lib/metrics": {
    types: ["lib/ami", "lib/live", "lib/store", "lib/poller", "lib/events", "lib/station", "lib/mqtt"],
    side: "server",
  },

  // What all routes share; it opens the streams, whose sessions are lib/live's.
  "lib/http": {
    may: ["fresh", "lib/live", "lib/auth", "lib/control", "lib/voters"],
    types: ["lib/store", "lib/nodes", "lib/astdb", "lib/metrics", "lib/admin", "lib/site"],
    side: "server",
  },
  // The browser's side of the streams.
  "lib/client": { packages: ["preact", "@preact/signals"], side: "browser" },
  // Joins the app with its generated list of routes and islands.
  "lib/web": {
    may: ["routes", "islands", "fresh", "fresh/internal", "fresh.config.ts"],
    side: "server",
  },
  // One server's session, poller and nodes, put together.
  "lib/station": {
    may: ["lib/ami", "lib/rpt", "lib/nodes", "lib/poller", "lib/calls"],
    types: ["lib/config"],
    side: "server",
  },
  "lib/version.ts": { may: ["deno.json"], side: "server" },
  // Parts of the stand-in that are no part of its server.
  "lib/fresh/dev": { may: ["lib/fresh"], packages: ["esbuild"], side: "server" },
  "lib/fresh/client": { may: ["lib/fresh"], packages: VIEW, side: "browser" },
};

/** Rooms that everything may import, and those that everything on the server may import. */
export const SHARED = { everywhere: ["lib/wire"], server: ["lib/clock", "lib/log"] } as const;

/** The files a room with several is entered through; `lib/fresh` by the names that `deno.json` gives them. */
export const ENTRANCES: Readonly<Record<string, string>> = {
  fresh: "lib/fresh/mod.ts",
  "fresh/runtime": "lib/fresh/runtime.ts",
  "fresh/internal": "lib/fresh/internal.ts",
  "fresh/dev": "lib/fresh/dev/mod.ts",
};

/** Rooms of which each file stands for itself: whoever may import the room, may import any file of it. */
export const OPEN_ROOMS: readonly string[] = ["routes", "islands", "components"];

/** Time and chance come from a `Clock`, lines from a `Logger`; these are the rooms that make them. */
export const FORBIDDEN_CALLS: readonly RegExp[] = [
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bsetTimeout\(/,
  /\bsetInterval\(/,
  /\bMath\.random\b/,
  /\bconsole\./,
];
