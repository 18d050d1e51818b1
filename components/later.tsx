import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

/** A component whose code comes when it is wanted. */
export interface Later<Props extends object> {
  /** Stands for the component; until its code is there, and where it cannot be had, it is what waits in its place. */
  readonly Component: ComponentType<Props>;
  /** Begins to load, if that has not been done: somebody is about to want it. */
  readonly load: () => void;
}

/** Loads a component when it is rendered first. `Waiting` gets its props, and whether loading has failed. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType<Props & { readonly isFailed: boolean }>,
): Later<Props> {
  const Loaded = signal<ComponentType<Props> | null>(null);
  const isFailed = signal(false);
  let isLoading = false;
  const begin = async () => {
    if (isLoading || Loaded.peek()) return;
    isLoading = true;
    isFailed.value = false;
    try {
      Loaded.value = await load();
    } catch {
      // Nexus is away, or was updated under the page; it is tried again when it is wanted again.
      isFailed.value = true;
    }
    isLoading = false;
  };
  function Component(props: Props) {
    useEffect(() => void begin(), []);
    return Loaded.value ? <Loaded.value {...props} /> : <Waiting {...props} isFailed={isFailed.value} />;
  }
  return { Component, load: () => void begin() };
}
