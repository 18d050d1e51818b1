import type { DomainEvent } from "../wire/mod.ts";

/** A domain event with its number; numbers grow by one from 1 within a run. */
export interface NumberedEvent {
  readonly number: number;
  readonly event: DomainEvent;
}

/** A consumer of domain events. It must not throw; when it does, the others still get the event. */
export interface EventSink {
  readonly name: string;
  take(numbered: NumberedEvent): void;
}

/** Hands every event to every sink, in the order the sinks were given. */
export class EventBus {
  #number = 0;
  #failures = 0;

  /** `onSinkError` is told which sink failed on which event, so that a failure is logged and not lost. */
  constructor(
    private readonly sinks: readonly EventSink[],
    private readonly onSinkError: (sink: string, event: DomainEvent, error: unknown) => void,
  ) {}

  /** How many events were published. */
  get published(): number {
    return this.#number;
  }

  /** How often a sink threw. */
  get sinkFailures(): number {
    return this.#failures;
  }

  /** Numbers the events and hands them on, one after another, sink after sink. */
  publish(events: readonly DomainEvent[]): void {
    for (const event of events) {
      const numbered = { number: ++this.#number, event };
      for (const sink of this.sinks) this.#hand(sink, numbered);
    }
  }

  #hand(sink: EventSink, numbered: NumberedEvent): void {
    try {
      sink.take(numbered);
    } catch (error) {
      this.#failures++;
      this.onSinkError(sink.name, numbered.event, error);
    }
  }
}
