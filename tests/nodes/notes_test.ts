import { deepStrictEqual } from "node:assert/strict";
import { noteTexts } from "../../lib/nodes/notes.ts";

Deno.test("noteTexts tells the variables that are for people, an alert first, and none that is empty", () => {
  const variables = new Map([
    ["DISK", "Disk - 7.0G 3% used, 274G remains"],
    ["WX", "<b>Town   (82&deg;F)</b>"],
    ["ALERT", "<span style='color:red'><a href='javascript:alert(1)'>Tornado</a></span>"],
    ["cpu_temp", "<span>118 &deg;F</span>"],
    ["cpu_up", ""],
    ["cpu_load", "<b></b>"],
    ["GATE", "ajar"],
  ]);
  deepStrictEqual(noteTexts(variables), [
    { kind: "alert", text: "Tornado" },
    { kind: "weather", text: "Town (82°F)" },
    { kind: "cpu_temp", text: "118 °F" },
    { kind: "disk", text: "Disk - 7.0G 3% used, 274G remains" },
  ]);
  deepStrictEqual(noteTexts(new Map()), []);
});
