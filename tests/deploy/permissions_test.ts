import { deepStrictEqual, ok } from "node:assert/strict";
import { PERMISSIONS, V8_FLAGS } from "../../deploy/permissions.ts";
import configuration from "../../deno.json" with { type: "json" };

for (const task of ["demo", "start"] as const) {
  Deno.test(`the task ${task} may do what the compiled program may`, () => {
    const words = configuration.tasks[task].split(" ");
    ok(words.includes(V8_FLAGS), "it runs as small as the program");
    // Deno itself and esbuild, which the sources need, read more of the environment than the program does.
    const rights = (all: readonly string[]) =>
      all.filter((word) => word.startsWith("--allow-")).map((word) =>
        word.replace(/^--allow-env=.*/, "--allow-env")
      );
    deepStrictEqual(rights(words), rights(PERMISSIONS));
  });
}
