import { tabIcon, type TabState, tabTitle } from "./tab_state.ts";

/** Title and icon change at most this often; quicker is a flicker. */
const CALM_MS = 300;

/** Shows the state of the page in its tab; `icon` turns a path of `static/` into an address. */
export class TabMarker {
  readonly #icon: (path: string) => string;
  #wanted: TabState = "idle";
  #shown: TabState | null = null;
  #shownMs = -CALM_MS;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(icon: (path: string) => string) {
    this.#icon = icon;
  }

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
    document.querySelector("link[rel=icon]")?.setAttribute("href", this.#icon(tabIcon(this.#shown)));
  }
}
