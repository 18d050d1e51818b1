import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import {
  type DashboardModel,
  type DashboardSnapshot,
  type DashboardViewOptions,
  DEFAULT_VIEW,
  modelFromSnapshot,
  type NexusState,
} from "../../lib/client/mod.ts";
import { DashboardView } from "../DashboardView.tsx";
import { PLATE_AT_MS } from "./samples.ts";
import { timelineOf } from "./talks.ts";

/** One plate of the styleguide: components in states that can be on one page together. */
export interface Plate {
  readonly name: string;
  readonly about: string;
  /** Whether it is the whole of a wall screen, without the way to other plates. */
  readonly wall?: boolean;
  readonly show: () => ComponentChildren;
}

/** A whole dashboard as of the plates' time, with a timeline where its span is given; `more` is what a page learns only while it is open. */
export function dashboard(
  shown: DashboardSnapshot,
  nexus: NexusState,
  view: Partial<DashboardViewOptions> = {},
  pageVersion = shown.version,
  more: Partial<DashboardModel> = {},
) {
  const asked = { ...DEFAULT_VIEW, ...view };
  return (
    <DashboardView
      model={signal({ ...modelFromSnapshot(shown), ...more })}
      now={signal(PLATE_AT_MS)}
      nexus={signal(nexus)}
      pageVersion={pageVersion}
      view={asked}
      timeline={view.spanMinutes && timelineOf(shown, view.spanMinutes)}
    />
  );
}
