import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { linkSort } from "./link_order.ts";
import { type DashboardViewOptions, DEFAULT_VIEW, formatView, type SortOrder, withSort } from "./view_url.ts";

/** Where the viewer's choice is kept between visits; tests give fakes. */
export interface ChoiceKeeper {
  /** The order chosen on an earlier visit; `null` when there is none. */
  rememberedSort(): SortOrder | null;
  /** Writes the choice to the address of the page; the order, unless `null`, is remembered too. */
  keep(change: { readonly filter: string; readonly sort: SortOrder; readonly remember: boolean }): void;
}

/** Which links are shown and in what order, as the viewer chose: by the address, by the controls, by an earlier visit. */
export class LinkChoice {
  /** Where Nexus is mounted, empty or `/path`. */
  readonly basePath: string;
  /** How the page was asked for; the controls change what follows from it, never this. */
  readonly asked: DashboardViewOptions;
  readonly #sort: Signal<SortOrder>;
  readonly #filter: Signal<string>;
  #keeper: ChoiceKeeper | null = null;
  #hrefs: { readonly filter: string; readonly start: string } | null = null;

  /** `remembered` is the order of an earlier visit, which holds where the address says none. */
  constructor(
    asked: DashboardViewOptions = DEFAULT_VIEW,
    basePath = "",
    remembered: SortOrder | null = null,
  ) {
    this.asked = asked;
    this.basePath = basePath;
    this.#sort = signal(linkSort(asked.sort ?? remembered));
    this.#filter = signal(asked.filter);
  }

  /** The order of the links. */
  get sort(): ReadonlySignal<SortOrder> {
    return this.#sort;
  }

  /** What the links shown must contain. */
  get filter(): ReadonlySignal<string> {
    return this.#filter;
  }

  /** From here on changes are kept; where the address says no order, the one of an earlier visit is taken. */
  begin(keeper: ChoiceKeeper): void {
    this.#keeper = keeper;
    const remembered = this.asked.sort === null ? keeper.rememberedSort() : null;
    if (remembered) this.#change({ sort: linkSort(remembered) }, false);
  }

  /** Orders the links, and remembers it. */
  sortBy(sort: SortOrder): void {
    this.#change({ sort: linkSort(sort) }, true);
  }

  /** Shows only links that contain every word of `filter`. */
  filterBy(filter: string): void {
    this.#change({ filter }, false);
  }

  /** The query of this page with another order, for those without JavaScript; never empty, as that leads nowhere. */
  hrefOf(sort: SortOrder): string {
    const filter = this.#filter.peek();
    // The part that all orders have in common is written once for the dozen that a page has.
    if (this.#hrefs?.filter !== filter) {
      this.#hrefs = { filter, start: formatView({ ...this.asked, filter, sort: null }) };
    }
    return withSort(this.#hrefs.start, sort);
  }

  #change(change: { readonly sort?: SortOrder; readonly filter?: string }, remember: boolean): void {
    if (change.sort) this.#sort.value = change.sort;
    if (change.filter !== undefined) this.#filter.value = change.filter;
    this.#keeper?.keep({ filter: this.#filter.peek(), sort: this.#sort.peek(), remember });
  }
}
