import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useContext, useMemo } from "preact/hooks";
import { type DashboardModel, isFrozen, type NexusState, onAir, OnAirNews } from "../lib/client/mod.ts";
import { ServerNow } from "./time.tsx";

/** Tells screen readers who comes on the air, once and politely; the strip itself, which counts seconds, is silent. */
export function OnAirAnnouncer(props: {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly nexus: ReadonlySignal<NexusState>;
}) {
  const now = useContext(ServerNow);
  const news = useMemo(() => new OnAirNews(), []);
  const text = useSignal("");
  useSignalEffect(() => {
    if (isFrozen(props.nexus.value)) return;
    text.value = news.tell(onAir(props.model.value, now.value), now.value);
  });
  return <p class="sr-only" aria-live="polite" aria-atomic="true" data-news="on-air">{text}</p>;
}
