import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { DashboardModel, DashboardViewOptions } from "../lib/client/mod.ts";
import { ahead } from "./ahead.tsx";

/** What the choice of nodes and servers is made from. */
export interface ChoicesProps {
  /** The part that is shown. */
  readonly model: ReadonlySignal<DashboardModel>;
  /** Everything there is to choose from. */
  readonly whole: ReadonlySignal<DashboardModel>;
  readonly view: DashboardViewOptions;
}

/** Which nodes and servers are shown, of those there are. The island `ChoicesAhead` gives it. */
export const GivenChoices = ahead<ChoicesProps>(() => null);

/** The choice of nodes and servers, where there is one. */
export function Choices(props: ChoicesProps) {
  const isAny = useComputed(() => hasChoices(props.view, props.whole.value.servers.size));
  return isAny.value ? <GivenChoices.Component {...props} /> : null;
}

/** Whether the page shows a choice: some nodes or servers were asked for, or there are several servers. */
export function hasChoices(view: DashboardViewOptions, servers: number): boolean {
  return view.nodes.length > 0 || view.servers.length > 0 || servers > 1;
}
