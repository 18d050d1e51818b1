import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { asset } from "fresh/runtime";
import { useEffect, useMemo } from "preact/hooks";
import {
  type DashboardModel,
  followBuild,
  followLastHeard,
  instantStyle,
  isFrozen,
  type NexusState,
  preferences,
  TabMarker,
  tabState,
  writeInstant,
} from "../lib/client/mod.ts";
import type { AlertCaller } from "./alert_caller.ts";

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
  useEffect(() => followPrinting(props), []);
  return null;
}

/** Whether Nexus started anew as another build than the page is of; on a wall the page is loaded anew instead. */
export function useUpdated(model: ReadonlySignal<DashboardModel>, wall: boolean): ReadonlySignal<boolean> {
  const isUpdated = useSignal(false);
  const own = wall ? {} : { reload: () => void (isUpdated.value = true) };
  useEffect(() => followBuild(model, asset("/styles.css"), own), []);
  return isUpdated;
}

/** A page that is live without nodes on it, as that of calls: its tab shows when it is not. */
export function useOfflineTab(nexus: ReadonlySignal<NexusState>, serverNow: () => number): void {
  const tab = useMemo(() => new TabMarker(), []);
  useSignalEffect(() => tab.show(isFrozen(nexus.value) ? "offline" : "idle"));
  useEffect(() => () => tab.stop(), [tab]);
  useEffect(() => followLastHeard(nexus), [nexus]);
  useEffect(() => followPrinting({ nexus, serverNow }), []);
}

/** Paper says as of when it is. Gives a function that stops it. */
function followPrinting({ nexus, serverNow }: Pick<CompanionProps, "nexus" | "serverNow">): () => void {
  const write = () => {
    const { value } = nexus;
    const time = document.querySelector(".print-time > time");
    if (time) {
      time.textContent = writeInstant(
        isFrozen(value) ? value.lastMessageAtMs : serverNow(),
        instantStyle.value,
      );
    }
  };
  addEventListener("beforeprint", write);
  return () => removeEventListener("beforeprint", write);
}

function useTab({ model, nexus }: CompanionProps): void {
  const tab = useMemo(() => new TabMarker(), []);
  useSignalEffect(() => tab.show(tabState(model.value, nexus.value)));
  useEffect(() => () => tab.stop(), [tab]);
}

/** Looks at the model only while a viewer wants to be called; what calls is loaded by then, not before. */
function useAlerts({ model, nexus, serverNow }: CompanionProps): void {
  const caller = useSignal<AlertCaller | null>(null);
  const wanted = useComputed(() => {
    const { notifications, sounds } = preferences.value.alerts;
    return notifications || sounds;
  });
  useSignalEffect(() => {
    if (!wanted.value) return void (caller.value = null);
    const failed = (error: unknown) => globalThis.reportError(error);
    import("./alert_caller.ts").then(({ AlertCaller }) => {
      if (wanted.peek()) caller.value = new AlertCaller();
    }).catch(failed);
  });
  useSignalEffect(() => caller.value?.look(model.value, nexus.value, serverNow()));
}
