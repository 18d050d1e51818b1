import { createNodeDirectory, type NodeDirectoryOptions } from "./directory.ts";
import { createEchoLinkNames, type EchoLinkNames, type EchoLinkOptions } from "./echolink.ts";
import type { Bound } from "../wire/mod.ts";
import type { NameSource } from "./types.ts";

/** What all naming of nodes is made from. */
export interface NamingOptions extends NodeDirectoryOptions, Pick<EchoLinkOptions, "ask" | "serverOf"> {}

/** Who every node is, from whatever knows it. */
export interface Naming {
  readonly directory: NameSource;
  /** To be told of links and sessions. */
  readonly echolink: EchoLinkNames;
  /** What is kept in memory, and where each ends. */
  readonly bounds: readonly Bound[];
  /** `onChange` is called when names may have changed. */
  start(onChange: () => void): void;
  /** Resolves when nothing is left running. */
  stop(): Promise<void>;
}

/** Puts the directory and the names of EchoLink stations together. Nothing runs before `start`. */
export function createNaming(options: NamingOptions): Naming {
  const { clock, log, config, invented } = options;
  let onChange: () => void = () => undefined;
  const given = new Set([...config.overrides, ...invented ?? []].map(({ node }) => node));
  const echolink = createEchoLinkNames({
    clock,
    log,
    ask: options.ask,
    serverOf: options.serverOf,
    isNamed: (node) => given.has(node),
    onChange: () => onChange(),
  });
  const directory = createNodeDirectory(options, echolink);
  return {
    directory,
    echolink,
    get bounds() {
      return [...directory.bounds, ...echolink.bounds];
    },
    start(listener) {
      onChange = listener;
      directory.start(listener);
    },
    async stop() {
      echolink.stop();
      await directory.stop();
    },
  };
}

/** Names from a lookup alone, for a program without a directory: nothing can be searched for. */
export function withoutDirectory(name: NameSource["name"]): NameSource {
  return {
    name,
    search: () => [],
    status: {
      source: "off",
      rows: 0,
      importedAtMs: null,
      attemptedAtMs: null,
      nextAttemptAtMs: null,
      error: null,
    },
  };
}
