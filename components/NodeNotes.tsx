import { formatAge, isAllClear, type NoteView, secondsSince } from "../lib/client/mod.ts";
import { useExact, useTimeText } from "./time.tsx";

/** A script tells an alert every few minutes; one that was told within this is as good as now. */
const FRESH_SEC = 120;

/** What scripts beside Asterisk tell of a node: an alert, in words and with when it was last told, and the weather. */
export function NodeNotes({ notes }: { readonly notes: readonly NoteView[] }) {
  const alert = notes.find(({ kind }) => kind === "alert");
  const weather = notes.find(({ kind }) => kind === "weather");
  return (
    <>
      {alert && <Alert note={alert} />}
      {weather && (
        <p class="node-note">
          <span class="dim">Weather</span> <bdi>{weather.text}</bdi>
        </p>
      )}
    </>
  );
}

/** The same for a wall screen: in one line, and only what warns. */
export function WallAlert({ notes }: { readonly notes: readonly NoteView[] }) {
  const alert = notes.find(({ kind }) => kind === "alert");
  if (alert === undefined || isAllClear(alert.text)) return null;
  return (
    <p class="wall-alert">
      <b>Alert</b> <bdi>{alert.text}</bdi>
    </p>
  );
}

function Alert({ note: { text, seenAtMs } }: { readonly note: NoteView }) {
  const seen = useTimeText((nowMs) => seenText(secondsSince(seenAtMs, nowMs)), [seenAtMs]);
  const isClear = isAllClear(text);
  return (
    <p class="node-note node-alert" data-clear={isClear ? "yes" : "no"}>
      {isClear ? <span class="dim">Alerts</span> : <b>Alert</b>} <bdi>{text}</bdi>{" "}
      <span class="dim" title={useExact(seenAtMs)}>{seen}</span>
    </p>
  );
}

function seenText(seconds: number | null): string {
  return seconds === null || seconds < FRESH_SEC ? "told now" : `told ${formatAge(seconds)}`;
}
