import { deepStrictEqual, match } from "node:assert/strict";
import { config, problems } from "./load.ts";

Deno.test("commands are read with what they leave out, and names what is wrong with one", () => {
  const text = "commands:\n  - name: time\n    run: rpt cmd %node% status 12 0\n" +
    "  - {name: off, label: Off, run: rpt fun %node% *82, nodes: [1998], role: admin, ask: true}\n";
  deepStrictEqual(config(text).commands, [
    {
      name: "time",
      label: "time",
      run: "rpt cmd %node% status 12 0",
      nodes: null,
      role: "operator",
      ask: false,
    },
    { name: "off", label: "Off", run: "rpt fun %node% *82", nodes: ["1998"], role: "admin", ask: true },
  ]);
  const cases = [
    ["{name: a, run: core stop now}", /commands\[0\]\.run, expected a line like/],
    ["{name: a, run: rpt cmd 1998 cop 4 0}", /commands\[0\]\.run, expected a line like/],
    ['{name: a, run: "rpt cmd %node% cop 4; core stop now"}', /commands\[0\]\.run, expected a line like/],
    ["{name: A B, run: rpt fun %node% *1}", /commands\[0\]\.name, expected a name/],
    [
      "{name: a, run: rpt fun %node% *1, role: viewer}",
      /commands\[0\]\.role, expected one of operator, admin/,
    ],
    ["{name: a, run: rpt fun %node% *1, nodes: [x]}", /commands\[0\]\.nodes\[0\], expected a node number/],
    ["{name: a}", /commands\[0\]\.run, expected a value/],
    ["{name: a, run: rpt fun %node% *1, rum: x}", /unknown key.*run/],
  ] as const;
  for (const [item, expected] of cases) {
    match(problems(`commands:\n  - ${item}\n`)[0] ?? "none", expected, item);
  }
  const twice = "{name: a, run: rpt fun %node% *1}";
  match(problems(`commands:\n  - ${twice}\n  - ${twice}\n`)[0] ?? "none", /each name once: "a"/);
});
