import { signal } from "@preact/signals";
import type { ComponentType } from "preact";

/** A component whose code comes along only with pages that show it. */
export interface Ahead<Props extends object> {
  /** Stands for the component; until its code is there it is what waits in its place. */
  readonly Component: ComponentType<Props>;
  /** Has `Component` show this. */
  readonly give: (component: ComponentType<Props>) => void;
}

/**
 * A place for a component that an island of its own gives when it is loaded. A page that begins with it has that island too, and
 * all islands are loaded before the first is rendered; a page that comes to it later imports the island by then.
 */
export function ahead<Props extends object>(Waiting: ComponentType<Props>): Ahead<Props> {
  const Given = signal<ComponentType<Props> | null>(null);
  return {
    Component: (props) => Given.value ? <Given.value {...props} /> : <Waiting {...props} />,
    give: (component) => void (Given.value = component),
  };
}
