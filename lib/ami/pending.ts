import type { Clock, Timer } from "../clock/mod.ts";
import type { Bound } from "../wire/mod.ts";
import { AmiError } from "./error.ts";
import { TextFrame } from "./frame.ts";
import { beginsList, endsList, toReply } from "./reply.ts";
import type { AmiReply } from "./types.ts";
import { unaddressedAnswer } from "./unaddressed.ts";

/** More than any server has channels or endpoints; a list beyond it has no end. */
export const MAX_LIST_ITEMS = 10_000;

/** Bounds what one list holds, in characters; 10,000 items of Status have about 8 million. */
export const MAX_LIST_CHARACTERS = 16 * 1024 * 1024;

/** Ids of given-up actions that are remembered to know their late answers; older ones are forgotten. */
export const MAX_ABANDONED = 1_000;

interface Pending {
  readonly id: string;
  readonly action: string;
  readonly timer: Timer;
  readonly resolve: (reply: AmiReply) => void;
  readonly reject: (error: AmiError) => void;
  /** Called at once, before the frames behind the answer are looked at. */
  readonly onReply: ((reply: AmiReply) => void) | undefined;
  list: { readonly response: TextFrame; readonly items: TextFrame[]; characters: number } | null;
}

/** One action that waits for its answer. */
export interface PendingRequest {
  readonly id: string;
  readonly action: string;
  readonly timeoutMs: number;
  readonly onReply?: (reply: AmiReply) => void;
}

/** Finds out whose answer a frame is. Holds no more actions than its caller lets in, and bounded lists. */
export class PendingActions {
  readonly #byId = new Map<string, Pending>();
  readonly #abandoned = new Set<string>();
  readonly #counters = { lateFrames: 0, unmatchedFrames: 0, timeouts: 0 };

  constructor(private readonly clock: Clock) {}

  /** What was counted until now. */
  get counters(): {
    readonly lateFrames: number;
    readonly unmatchedFrames: number;
    readonly timeouts: number;
  } {
    return { ...this.#counters };
  }

  /** How full the longest list is that is being gathered, and what is remembered of actions given up. */
  get bounds(): readonly Bound[] {
    const lists = [...this.#byId.values()].flatMap(({ list }) => list ?? []);
    const fullest = (read: (list: NonNullable<Pending["list"]>) => number) => Math.max(0, ...lists.map(read));
    return [
      { name: "ami_list_items", used: fullest(({ items }) => items.length), limit: MAX_LIST_ITEMS },
      { name: "ami_list_characters", used: fullest((list) => list.characters), limit: MAX_LIST_CHARACTERS },
      { name: "ami_abandoned_actions", used: this.#abandoned.size, limit: MAX_ABANDONED },
    ];
  }

  /** How many actions wait. */
  get size(): number {
    return this.#byId.size;
  }

  /** Resolves to the answer of an action about to be sent; rejects with `AmiError` when it does not come. */
  add(request: PendingRequest): Promise<AmiReply> {
    const { id, action, timeoutMs, onReply } = request;
    return new Promise((resolve, reject) => {
      const timer = this.clock.after(timeoutMs, () => this.#timeOut(id, timeoutMs));
      this.#byId.set(id, { id, action, timer, resolve, reject, onReply, list: null });
    });
  }

  /** Lets go of an action that could not be sent. */
  remove(id: string): void {
    this.#byId.get(id)?.timer.cancel();
    this.#byId.delete(id);
  }

  /** Rejects everything that waits. */
  rejectAll(error: AmiError): void {
    for (const pending of [...this.#byId.values()]) {
      this.remove(pending.id);
      pending.reject(error);
    }
  }

  /** Takes a frame that is an answer, or dropped; false for an event that is for everyone. */
  take(frame: TextFrame): boolean {
    if (frame.kind === "event") return this.#takeEvent(frame);
    if (frame.kind === "text") this.#takeUnaddressed(frame, "text");
    else this.#takeResponse(frame);
    return true;
  }

  /** Takes an empty line in place of a frame. */
  takeEmpty(): void {
    this.#takeUnaddressed(new TextFrame("", false), "empty");
  }

  #takeResponse(frame: TextFrame): void {
    const id = frame.get("ActionID");
    const pending = id === undefined ? undefined : this.#byId.get(id);
    if (pending && beginsList(frame)) pending.list = { response: frame, items: [], characters: 0 };
    else if (pending) this.#settle(pending, toReply(frame, []));
    else if (id !== undefined && this.#abandoned.has(id)) this.#counters.lateFrames++;
    else this.#counters.unmatchedFrames++;
  }

  #takeUnaddressed(frame: TextFrame, form: "text" | "empty"): void {
    for (const pending of this.#byId.values()) {
      if (unaddressedAnswer(pending.action)?.includes(form)) return this.#settle(pending, toReply(frame, []));
    }
    if (form === "text") this.#counters.unmatchedFrames++;
  }

  #takeEvent(event: TextFrame): boolean {
    if (this.#byId.size === 0 && this.#abandoned.size === 0) return false;
    const id = event.get("ActionID");
    const pending = id === undefined ? this.#listWithoutIds(event) : this.#byId.get(id);
    if (pending?.list) {
      this.#takeItem(pending, pending.list, event);
      return true;
    }
    if (id === undefined || !this.#abandoned.has(id) || !isListItem(event)) return false;
    this.#counters.lateFrames++;
    return true;
  }

  /** The items of IAXpeers carry no id: they belong to the list that is open, if it is the only one. */
  #listWithoutIds(event: TextFrame): Pending | undefined {
    if (!isListItem(event)) return undefined;
    const open = [...this.#byId.values()].filter((pending) => pending.list);
    return open.length === 1 ? open[0] : undefined;
  }

  #takeItem(pending: Pending, list: NonNullable<Pending["list"]>, event: TextFrame): void {
    if (endsList(event)) return this.#settle(pending, toReply(list.response, list.items));
    list.items.push(event);
    list.characters += event.size;
    if (list.items.length <= MAX_LIST_ITEMS && list.characters <= MAX_LIST_CHARACTERS) return;
    const message = `gather the list of ${pending.action}, it has no end: ${list.items.length} items`;
    this.#abandon(pending, new AmiError("protocol", message));
  }

  #settle(pending: Pending, reply: AmiReply): void {
    this.remove(pending.id);
    pending.onReply?.(reply);
    pending.resolve(reply);
  }

  #timeOut(id: string, timeoutMs: number): void {
    const pending = this.#byId.get(id);
    if (!pending) return;
    this.#counters.timeouts++;
    const message = `ask for ${pending.action}, no answer in ${timeoutMs / 1000} s`;
    this.#abandon(pending, new AmiError("timeout", message));
  }

  #abandon(pending: Pending, error: AmiError): void {
    this.remove(pending.id);
    this.#abandoned.add(pending.id);
    for (const oldest of this.#abandoned) {
      if (this.#abandoned.size <= MAX_ABANDONED) break;
      this.#abandoned.delete(oldest);
    }
    pending.reject(error);
  }
}

/** An event that tells of something has a `Privilege`; an item of a list has none, but for Status. */
function isListItem(event: TextFrame): boolean {
  return event.get("Privilege") === undefined;
}
