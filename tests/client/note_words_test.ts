import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { alertWords, isAllClear, machineNotes, type NoteView, ownVariables } from "../../lib/client/mod.ts";

const note = (kind: NoteView["kind"], text: string): NoteView => ({ kind, text, seenAtMs: 0 });
const NOTES = [
  note("alert", "Flood"),
  note("weather", "rain"),
  note("cpu_temp", "48 °C"),
  note("disk", "7G"),
];

Deno.test("isAllClear knows how scripts say that there is no alert, and takes no warning for it", () => {
  for (
    const text of [
      "No alerts",
      "[No Active Alerts]",
      "none: no weather warnings",
      "All clear",
      "SkywarnPlus Enabled No Alerts",
    ]
  ) {
    strictEqual(isAllClear(text), true, text);
  }
  for (
    const text of ["Tornado Warning", "Warning: no travel. Alert until 18:00", "Flood Alert", "Snow alert"]
  ) {
    strictEqual(isAllClear(text), false, text);
  }
});

Deno.test("alertWords tells the alert of a node, and of nothing else", () => {
  strictEqual(alertWords({ nodeId: "1999", notes: NOTES }), "Alert of node 1999: Flood");
  strictEqual(alertWords({ nodeId: "1999", notes: NOTES.slice(1) }), null);
});

Deno.test("ownVariables leaves out what notes tell, and machineNotes names what no card tells", () => {
  const variables = {
    WX: "<b>rain</b>",
    ALERT: "x",
    cpu_temp: "y",
    cpu_up: "<b></b>",
    DISK: "z",
    GATE: "ajar",
  };
  deepStrictEqual(ownVariables(variables, NOTES), [["GATE", "ajar"], ["cpu_up", "<b></b>"]]);
  deepStrictEqual(ownVariables({ WX: "" }, []), [["WX", ""]]);
  deepStrictEqual(machineNotes(NOTES), [["CPU temperature", "48 °C"], ["Disk", "7G"]]);
});
