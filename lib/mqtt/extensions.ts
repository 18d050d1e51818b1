import type {
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
  readonly #calls = new Map<string, readonly CallLeg[]>();
  readonly #states = new Map<string, CallSnapshot["state"]>();
  readonly #known = new Map<string, Known>();
  #refused = 0;

  constructor(private readonly tell: (state: ExtensionStateMessage) => void) {}

  get bound(): { readonly used: number; readonly limit: number; readonly dropped: number } {
    return { used: this.#known.size, limit: MAX_EXTENSIONS, dropped: this.#refused };
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
    const before = this.#calls.get(key) ?? [];
    this.#calls.delete(key);
    this.#states.delete(key);
    if (call.state !== "ended") {
      this.#calls.set(key, call.legs);
      this.#states.set(key, call.state);
    }
    this.#bound();
    const names = new Map<string, string | null>();
    for (const { channel, party } of [...before, ...call.legs]) {
      const extension = extensionOf(channel, party.extension);
      if (extension !== null) names.set(extension, party.name ?? names.get(extension) ?? null);
    }
    for (const [extension, name] of names) this.#become(extension, name, this.#activity(extension), atMs);
  }

  #bound(): void {
    for (const key of this.#calls.keys()) {
      if (this.#calls.size <= MAX_CALLS) return;
      this.#calls.delete(key);
      this.#states.delete(key);
    }
  }

  #activity(extension: string): ExtensionActivity {
    let found: ExtensionActivity = "idle";
    for (const [key, legs] of this.#calls) {
      for (const leg of legs) {
        if (leg.endedAtMs !== null || extensionOf(leg.channel, leg.party.extension) !== extension) continue;
        const activity = activityOf(leg, this.#states.get(key) ?? "ended");
        if (RANK.indexOf(activity) > RANK.indexOf(found)) found = activity;
      }
    }
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
