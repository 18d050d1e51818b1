import { type ReadonlySignal, useSignalEffect } from "@preact/signals";
import { asset } from "fresh/runtime";
import { useEffect, useMemo, useRef } from "preact/hooks";
import {
  type Alert,
  alertFacts,
  type DashboardModel,
  followLastHeard,
  lookForAlerts,
  minuteOfDay,
  type NexusState,
  NO_ALERT_MEMORY,
  playAlert,
  preferences,
  showNotification,
  TabMarker,
  tabState,
} from "../lib/client/mod.ts";

interface CompanionProps {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly nexus: ReadonlySignal<NexusState>;
  /** The server's time, epoch milliseconds, also while the page is hidden. */
  readonly serverNow: () => number;
}

/** What a live page does for a viewer who looks elsewhere: the tab shows activity, and alerts call. Shows nothing. */
export function PageCompanion(props: CompanionProps) {
  useTab(props);
  useAlerts(props);
  useEffect(() => followLastHeard(props.nexus), [props.nexus]);
  return null;
}

function useTab({ model, nexus }: CompanionProps): void {
  const tab = useMemo(() => new TabMarker(asset), []);
  useSignalEffect(() => tab.show(tabState(model.value, nexus.value)));
  useEffect(() => () => tab.stop(), [tab]);
}

/** Looks at the model only while a viewer wants to be called. */
function useAlerts({ model, nexus, serverNow }: CompanionProps): void {
  const memory = useRef(NO_ALERT_MEMORY);
  useSignalEffect(() => {
    const wanted = preferences.value.alerts;
    if (!wanted.notifications && !wanted.sounds) return void (memory.current = NO_ALERT_MEMORY);
    const nowMs = serverNow();
    const look = lookForAlerts(memory.current, {
      facts: nexus.value.kind === "live" ? alertFacts(model.value) : null,
      nowMs,
      minuteOfDay: minuteOfDay(nowMs, preferences.value),
      preferences: wanted,
    });
    memory.current = look.memory;
    for (const alert of look.alerts) call(alert);
  });
}

function call(alert: Alert): void {
  const { notifications, sounds } = preferences.peek().alerts;
  const failed = (error: unknown) => globalThis.reportError(error);
  if (notifications) showNotification(alert, asset("/icon-192.png")).catch(failed);
  if (sounds) playAlert(alert.kind).catch(failed);
}
