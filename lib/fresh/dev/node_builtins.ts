import { builtinModules } from "node:module";
import type { Plugin } from "esbuild";

/** Where the modules stand that give a package what it requires. */
const REQUIRED = "node-builtin";

/** Names that `process.getBuiltinModule` may be asked for. */
const BUILTIN_REGEXP = new RegExp(`^(?:node:)?(?:${builtinModules.join("|")})$`);

/**
 * Gives packages written for Node what is built in: `import "net"` becomes `import "node:net"`, which Deno has, and `require("net")`,
 * which a module cannot do, asks the process.
 */
export const nodeBuiltins: Plugin = {
  name: "node-builtins",
  setup(build) {
    build.onResolve({ filter: BUILTIN_REGEXP }, ({ path, kind }) => {
      const name = path.startsWith("node:") ? path : `node:${path}`;
      return kind === "require-call" ? { path: name, namespace: REQUIRED } : { path: name, external: true };
    });
    build.onLoad({ filter: /./, namespace: REQUIRED }, ({ path }) => ({
      contents: `module.exports = globalThis.process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: "js",
    }));
  },
};
