import type { Clock } from "../clock/mod.ts";
import type { Bound, LinkTx } from "../wire/mod.ts";
import { linkTxTopic } from "./topics.ts";

/** Where no events come, polls every 5 s tell of edges: what is older than two of them is no news. */
const NEWS_MS = 10_000;

/** Links whose START was told and that have not unkeyed; more than are ever keyed at once. */
const MAX_KEYED = 1_000;

/** What tells edges. */
export interface EdgesOptions {
  readonly clock: Clock;
  readonly prefix: string;
  readonly tell: (topic: string, payload: string) => void;
}

/**
 * Tells key edges as they come, but for transmissions that were over before anybody heard of them: what a server remembers at its
 * first answer would be told as if it happened now.
 */
export class Edges {
  /** Beginnings of long ago, until it is known whether they go on. */
  readonly #held = new Map<string, string>();
  readonly #keyed = new Set<string>();
  #past = 0;
  #refused = 0;

  constructor(private readonly options: EdgesOptions) {}

  /** Edges left out because they were over. */
  get past(): number {
    return this.#past;
  }

  /** Links whose START was told; `dropped`: of whom it was not remembered. */
  get bound(): Bound {
    return { name: "mqtt_keyed_links", used: this.#keyed.size, limit: MAX_KEYED, dropped: this.#refused };
  }

  /** Takes an edge. */
  take(edge: LinkTx): void {
    const { clock, prefix } = this.options;
    const topic = linkTxTopic(prefix, edge.local_node, edge.node);
    const isNews = clock.now() - Date.parse(edge.at) <= NEWS_MS;
    if (edge.kind === "STOP") this.#stops(topic, edge, isNews);
    else if (isNews) this.#starts(topic, JSON.stringify(edge));
    else this.#hold(topic, JSON.stringify(edge));
  }

  #starts(topic: string, payload: string): void {
    if (this.#keyed.size < MAX_KEYED) this.#keyed.add(topic);
    else if (!this.#keyed.has(topic)) this.#refused++;
    this.options.tell(topic, payload);
  }

  #stops(topic: string, edge: LinkTx, isNews: boolean): void {
    const began = this.#held.get(topic);
    this.#held.delete(topic);
    if (!isNews && !this.#keyed.has(topic)) {
      this.#past += began === undefined ? 1 : 2;
      return;
    }
    if (began !== undefined) this.options.tell(topic, began);
    this.#keyed.delete(topic);
    this.options.tell(topic, JSON.stringify(edge));
  }

  /** An end comes with its beginning where both are of the past; a link that is keyed still, is told of in a moment. */
  #hold(topic: string, payload: string): void {
    if (this.#held.size === 0) queueMicrotask(() => this.#release());
    this.#held.set(topic, payload);
  }

  #release(): void {
    for (const [topic, payload] of this.#held) this.#starts(topic, payload);
    this.#held.clear();
  }
}
