import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Envelope } from "../wire/mod.ts";
import { applyToTimeline, type LaneName, spanMs, type Timeline, trimTimeline } from "./timeline.ts";
import { LOAD_LIMITS, loadTimeline, LONGEST_TALK_MS } from "./timeline_load.ts";
import { timelineFromSeed, type TimelineSeed, type TransmissionsReading } from "./timeline_seed.ts";
import type { SpanMinutes } from "./view_url.ts";

/** Messages kept while a load is on its way, to be entered after it; beyond that the oldest go, and the load has them. */
const HELD_MESSAGES = 1_000;

/** What the timeline needs of its browser; tests give fakes. */
export interface TimelineEnvironment {
  /** Runs a callback before the next frame is painted; while the page is hidden that is when it is shown again. */
  readonly nextFrame: (callback: () => void) => void;
  /** Reads `/api/transmissions` with this query; `undefined` when that failed. */
  readonly readTransmissions: (query: string) => Promise<TransmissionsReading | undefined>;
}

/** How a load went; `overtaken` by a later one. */
export type LoadOutcome = "shown" | "failed" | "overtaken";

/** Keeps the timeline of a page up to date: from the page itself, from the streams, and from the API for another span. */
export class TimelineFeed {
  readonly #environment: TimelineEnvironment;
  readonly #localNodes: readonly string[];
  readonly #timeline: Signal<Timeline>;
  readonly #loading = signal<SpanMinutes | null>(null);
  /** The newest timeline; `#timeline` follows it with the next frame. */
  #latest: Timeline;
  #isPublishing = false;
  #held: Envelope[] | null = null;
  #loads = 0;

  /** `localNodes`: only these are shown; empty for all. */
  constructor(seed: TimelineSeed, localNodes: readonly string[], environment: TimelineEnvironment) {
    this.#environment = environment;
    this.#localNodes = localNodes;
    this.#latest = timelineFromSeed(seed);
    this.#timeline = signal(this.#latest);
  }

  /** What is drawn; it changes at most once a frame. */
  get timeline(): ReadonlySignal<Timeline> {
    return this.#timeline;
  }

  /** The span that is being loaded; `null` while none is. */
  get loading(): ReadonlySignal<SpanMinutes | null> {
    return this.#loading;
  }

  /** Takes a message of the streams. A snapshot of the talker log means that some were missed: loads anew. */
  take(envelope: Envelope): void {
    if (this.#held) this.#held.push(envelope);
    if (this.#held && this.#held.length > HELD_MESSAGES) this.#held.shift();
    const entered = applyToTimeline(this.#latest, envelope);
    if (entered !== this.#latest) this.#show(trimTimeline(entered, envelope.timestamp));
    if (envelope.messageType === "TALKER_LOG_SNAPSHOT") void this.choose(this.#latest.spanMinutes);
  }

  /** Loads a span and shows it; what is shown stays when that fails, or when another is asked for meanwhile. */
  async choose(spanMinutes: SpanMinutes): Promise<LoadOutcome> {
    const load = ++this.#loads;
    this.#held ??= [];
    this.#loading.value = spanMinutes;
    const sinceSeconds = (spanMs({ spanMinutes }) + LONGEST_TALK_MS) / 1_000;
    const query = new URLSearchParams({
      since: `-${sinceSeconds}s`,
      limit: String(LOAD_LIMITS[spanMinutes]),
      ...this.#localNodes.length > 0 ? { node: this.#localNodes.join(",") } : {},
    });
    const reading = await this.#environment.readTransmissions(`?${query}`);
    if (load !== this.#loads) return "overtaken";
    const held = this.#held ?? [];
    this.#held = null;
    batch(() => {
      this.#loading.value = null;
      if (reading) {
        const { nowMs, transmissions } = reading;
        const loaded = loadTimeline({ nowMs, spanMinutes, transmissions, known: this.#lanes() });
        this.#latest = held.reduce(applyToTimeline, loaded);
        this.#timeline.value = this.#latest;
      }
    });
    return reading ? "shown" : "failed";
  }

  /** Lanes that are there now stay there with another span, as far as there is room. */
  #lanes(): readonly LaneName[] {
    return [...this.#latest.nodes.values()].flat();
  }

  #show(timeline: Timeline): void {
    this.#latest = timeline;
    if (this.#isPublishing) return;
    this.#isPublishing = true;
    this.#environment.nextFrame(() => {
      this.#isPublishing = false;
      this.#timeline.value = this.#latest;
    });
  }
}
