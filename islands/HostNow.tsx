import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { HostLine } from "../components/HostLine.tsx";
import { preferences, readHost, type TemperatureUnit, temperatureUnit } from "../lib/client/mod.ts";
import type { HostFacts } from "../lib/wire/mod.ts";

/** Half as often as the server looks: nothing here changes quickly. */
const READ_EVERY_MS = 60_000;

/** How the machine is, asked again while somebody looks. */
export default function HostNow(
  { facts: first, basePath }: { readonly facts: HostFacts; readonly basePath: string },
) {
  const facts = useSignal(first);
  const isOld = useSignal(false);
  const unit = useSignal<TemperatureUnit>("celsius");
  useSignalEffect(() => {
    unit.value = temperatureUnit(preferences.value.temperature, globalThis.navigator?.language);
  });
  useEffect(() => {
    let readAtMs = performance.now();
    const read = async () => {
      if (document.hidden || performance.now() - readAtMs < READ_EVERY_MS / 2) return;
      readAtMs = performance.now();
      const reading = await readHost(`${basePath}/api/host`);
      if (reading.kind === "ended") clearInterval(timer);
      isOld.value = reading.kind !== "read";
      if (reading.kind === "read") facts.value = reading.facts;
    };
    const onShown = () => void read();
    const timer = setInterval(onShown, READ_EVERY_MS);
    document.addEventListener("visibilitychange", onShown);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onShown);
    };
  }, []);
  return <HostLine facts={facts.value} unit={unit.value} old={isOld.value} />;
}
