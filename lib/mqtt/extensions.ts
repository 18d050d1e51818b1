import type {
  Bound,
  CallLeg,
  CallSnapshot,
  DomainEvent,
  ExtensionActivity,
  ExtensionStateMessage,
} from "../wire/mod.ts";

/** Extensions known at once; a further one is left out and counted. */
const MAX_EXTENSIONS = 500;

/** Calls held at once; the one heard of longest ago gives way. */
const MAX_CALLS = 5_000;

/** What counts more, where an extension is in several calls. */
const RANK: readonly ExtensionActivity[] = ["idle", "calling", "ringing", "held", "in_call"];

interface Known {
  readonly name: string | null;
  readonly state: ExtensionActivity;
  readonly sinceMs: number;
}

/**
 * What the extensions of this exchange do, from their calls. An extension is a number whose phone has a channel named after it
 * (`PJSIP/21-0000002a` for 21): numbers outside, reached through a trunk, are none.
 */
export class Extensions {
  /** What each call makes its extensions do. */
  readonly #calls = new Map<string, ReadonlyMap<string, ExtensionActivity>>();
  /** The same by extension, so that a message costs what its own call has, however many others there are. */
  readonly #byExtension = new Map<string, Map<string, ExtensionActivity>>();
  readonly #known = new Map<string, Known>();
  #refused = 0;

  constructor(private readonly tell: (state: ExtensionStateMessage) => void) {}

  /** How many extensions are known, and how many calls make them do something. */
  get bounds(): readonly Bound[] {
    return [
      { name: "mqtt_extensions", used: this.#known.size, limit: MAX_EXTENSIONS, dropped: this.#refused },
      { name: "mqtt_extension_calls", used: this.#calls.size, limit: MAX_CALLS },
    ];
  }

  /** An extension of an earlier run, in no call that is known. */
  adopt(extension: string, nowMs: number): void {
    this.#become(extension, null, "idle", nowMs);
  }

  /** Forgets one that was in no call for long. */
  forget(extension: string): void {
    this.#known.delete(extension);
  }

  take(event: DomainEvent): void {
    if (event.kind !== "CALL_STATE") return;
    const { call, atMs } = event;
    const key = `${call.server}/${call.callId}`;
    const touched = new Set(this.#calls.get(key)?.keys());
    this.#drop(key);
    const activities = new Map<string, ExtensionActivity>();
    const names = new Map<string, string>();
    for (const leg of call.legs) {
      const extension = extensionOf(leg.channel, leg.party.extension);
      if (extension === null) continue;
      touched.add(extension);
      if (leg.party.name !== undefined) names.set(extension, leg.party.name);
      if (call.state === "ended" || leg.endedAtMs !== null) continue;
      activities.set(extension, busier(activityOf(leg, call.state), activities.get(extension)));
    }
    if (activities.size > 0) this.#hold(key, activities);
    for (const extension of touched) {
      this.#become(extension, names.get(extension) ?? null, this.#activity(extension), atMs);
    }
  }

  #hold(key: string, activities: ReadonlyMap<string, ExtensionActivity>): void {
    const [oldest] = this.#calls.keys();
    if (this.#calls.size >= MAX_CALLS && oldest !== undefined) this.#drop(oldest);
    this.#calls.set(key, activities);
    for (const [extension, activity] of activities) {
      const own = this.#byExtension.get(extension) ?? new Map<string, ExtensionActivity>();
      this.#byExtension.set(extension, own.set(key, activity));
    }
  }

  #drop(key: string): void {
    for (const extension of this.#calls.get(key)?.keys() ?? []) {
      const own = this.#byExtension.get(extension);
      own?.delete(key);
      if (own?.size === 0) this.#byExtension.delete(extension);
    }
    this.#calls.delete(key);
  }

  #activity(extension: string): ExtensionActivity {
    let found: ExtensionActivity = "idle";
    for (const activity of this.#byExtension.get(extension)?.values() ?? []) found = busier(activity, found);
    return found;
  }

  #become(extension: string, name: string | null, state: ExtensionActivity, atMs: number): void {
    const known = this.#known.get(extension);
    if (!known && this.#known.size >= MAX_EXTENSIONS) return void this.#refused++;
    const called = name ?? known?.name ?? null;
    if (known && known.state === state && known.name === called) return;
    const sinceMs = known?.state === state ? known.sinceMs : atMs;
    this.#known.set(extension, { name: called, state, sinceMs });
    this.tell({ extension, name: called, state, since: new Date(sinceMs).toISOString() });
  }
}

function busier(one: ExtensionActivity, other: ExtensionActivity = "idle"): ExtensionActivity {
  return RANK.indexOf(one) > RANK.indexOf(other) ? one : other;
}

function activityOf({ role, answeredAtMs }: CallLeg, state: CallSnapshot["state"]): ExtensionActivity {
  if (state === "held" || state === "parked") return "held";
  if (state === "connected" && answeredAtMs !== null) return "in_call";
  return role === "caller" ? "calling" : answeredAtMs === null ? "ringing" : "in_call";
}

/** `PJSIP/21-0000002a` is the phone of 21; `PJSIP/trunk-0000002b` is none. `null`: not one of this exchange. */
export function extensionOf(channel: string, number: string): string | null {
  const peer = /^[^/]+\/(.+?)(?:-[0-9a-fA-F]+)?(?:;\d)?$/.exec(channel)?.[1]?.split("@")[0];
  return number !== "" && peer === number && !channel.startsWith("Local/") ? number : null;
}
