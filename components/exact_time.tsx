import { useMemo } from "preact/hooks";
import { instantStyle, isoInstant, writeShortInstant, zoneName } from "../lib/client/mod.ts";
import { type InstantProps, useExact } from "./time.tsx";

/** An instant written out. */
export function Exact({ atMs }: InstantProps) {
  const text = useExact(atMs);
  return <time dateTime={isoInstant(atMs)}>{text}</time>;
}

/** An instant to the minute or second, its zone told elsewhere; the whole of it is the title. */
export function ShortInstant(
  { atMs, to = "minute" }: { readonly atMs: number; readonly to?: "minute" | "second" },
) {
  const style = instantStyle.value;
  const text = useMemo(() => writeShortInstant(atMs, style, to), [atMs, style, to]);
  return <time class="num" dateTime={isoInstant(atMs)} title={useExact(atMs)}>{text}</time>;
}

/** The name of the time zone in which instants are written. */
export function ZoneName({ atMs }: { readonly atMs: number }) {
  return <>{zoneName(atMs, instantStyle.value)}</>;
}
