import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { SystemView } from "../components/admin/SystemView.tsx";
import { preferences, readSystem, type TemperatureUnit, temperatureUnit } from "../lib/client/mod.ts";
import type { SystemReport } from "../lib/wire/mod.ts";

/** As often as the server looks at itself. */
const READ_EVERY_MS = 10_000;

/** How the system is, read again while somebody looks. */
export default function AdminSystem(
  { report: first, basePath }: { readonly report: SystemReport; readonly basePath: string },
) {
  const [report, setReport] = useState(first);
  const [isOld, setOld] = useState(false);
  const unit = useSignal<TemperatureUnit>("celsius");
  useSignalEffect(() => {
    unit.value = temperatureUnit(preferences.value.temperature, globalThis.navigator?.language);
  });
  useEffect(() => {
    let isGone = false;
    const read = async () => {
      if (document.hidden) return;
      const reading = await readSystem(`${basePath}/api/admin/system`);
      if (isGone) return;
      if (reading.kind === "ended") return location.reload();
      setOld(reading.kind === "failed");
      if (reading.kind === "read") setReport(reading.report);
    };
    const timer = setInterval(() => void read(), READ_EVERY_MS);
    const onShown = () => void read();
    document.addEventListener("visibilitychange", onShown);
    return () => {
      isGone = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onShown);
    };
  }, []);
  return (
    <div class="admin" data-old={isOld ? "yes" : "no"}>
      {isOld && (
        <p class="outcome account-fault" role="status">
          Nexus does not answer; this is as of {report.generated_at.slice(11, 19)} UTC.
        </p>
      )}
      <SystemView report={report} unit={unit.value} />
    </div>
  );
}
