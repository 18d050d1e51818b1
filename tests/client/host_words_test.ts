import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { formatTemperature, hostMeasures, temperatureUnit } from "../../lib/client/mod.ts";
import { HOST_FACTS } from "../http/samples.ts";

const plain = (text: string | null) => text?.replaceAll("\u00a0", " ") ?? null;

Deno.test("hostMeasures says every measure in words, with a word for how it stands", () => {
  const said = hostMeasures(HOST_FACTS, "celsius").map((
    { name, short, long, word },
  ) => [name, plain(short), plain(long), word]);
  deepStrictEqual(said, [
    ["CPU", "66 °C", "66 °C", "warm"],
    ["Load", "0.42", "0.50, 0.42, 0.30 in 1, 5 and 15 min, 4 processors", "easy"],
    ["Memory", "61 % free", "610 MB of 1.0 GB free", "enough"],
    ["Disk", "150 MB free", "150 MB of 32 GB free", "nearly full"],
    ["Up", "3d 4h", "3d 4h", ""],
  ]);
  const at = HOST_FACTS.at;
  const nothing = { at, cpu: null, load: null, memory: null, disk: null, uptime_seconds: null };
  deepStrictEqual(
    hostMeasures(nothing, "celsius").map(({ long, state, word }) => [long, state, word]),
    Array.from({ length: 5 }, () => [null, null, ""]),
  );
});

Deno.test("temperatures are in the unit that was chosen, else in that of the browser's country", () => {
  deepStrictEqual([0, 48.3, -40].map((each) => plain(formatTemperature(each, "fahrenheit"))), [
    "32 °F",
    "119 °F",
    "-40 °F",
  ]);
  strictEqual(plain(formatTemperature(48.5, "celsius")), "49 °C");
  const languages = ["en-US", "en", "es-PR", "en-GB", "de", "not a language", undefined];
  deepStrictEqual(
    languages.map((each) => temperatureUnit("auto", each)),
    ["fahrenheit", "fahrenheit", "celsius", "celsius", "celsius", "celsius", "celsius"],
  );
  strictEqual(temperatureUnit("celsius", "en-US"), "celsius");
  strictEqual(temperatureUnit("fahrenheit", "de"), "fahrenheit");
});
