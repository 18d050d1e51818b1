import { tabIcon, type TabState, tabTitle } from "./tab_state.ts";

/** Title and icon change at most this often; quicker is a flicker. */
const CALM_MS = 300;

/** Shows the state of the page in its tab. */
export class TabMarker {
  #wanted: TabState = "idle";
  #shown: TabState | null = null;
  #shownMs = -CALM_MS;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The address of the icon that the page came with. */
  #ownIcon: string | null = null;

  /** Shows `state` now, or as soon as the state before was to be seen. */
  show(state: TabState): void {
    this.#wanted = state;
    if (this.#timer !== null) return;
    const leftMs = this.#shownMs + CALM_MS - performance.now();
    if (leftMs <= 0) this.#apply();
    else this.#timer = setTimeout(() => this.#apply(), leftMs);
  }

  /** Puts title and icon back. */
  stop(): void {
    this.#wanted = "idle";
    this.#apply();
  }

  #apply(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#shown === this.#wanted) return;
    this.#shown = this.#wanted;
    this.#shownMs = performance.now();
    document.title = tabTitle(document.title, this.#shown);
    const icon = document.querySelector("link[rel=icon]");
    this.#ownIcon ??= icon?.getAttribute("href") ?? null;
    icon?.setAttribute("href", tabIcon(this.#shown) ?? this.#ownIcon ?? "");
  }
}
