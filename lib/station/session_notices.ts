import type { AmiActions, AmiFrame } from "../ami/mod.ts";
import type { Clock, Timer } from "../clock/mod.ts";
import type { ServerConfig } from "../config/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { DomainEvent, ServerNotice } from "../wire/mod.ts";
import { Hearing, isTold } from "./hearing.ts";
import { lackNotice, shutdownNotice } from "./notices.ts";
import { askRights, asksForEvents, type Rights, UNKNOWN_RIGHTS } from "./rights.ts";

/** What is missing can wait until the links were asked for. */
const RIGHTS_AFTER_MS = 1_250;

/** What is needed to know what a session lacks. */
export interface SessionNoticesOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly ami: AmiActions;
  readonly server: ServerConfig;
  /** Whether nodes are polled. */
  readonly polling: boolean;
  /** Told when the notice may be another one. */
  readonly onChange: () => void;
}

/** What to know of a session besides its state: which rights are missing, whether events come, whether Asterisk said that it goes. */
export class SessionNotices {
  readonly #hearing: Hearing;
  #rights: Rights = UNKNOWN_RIGHTS;
  /** Asterisk said that it goes; told until it is back. */
  #farewell: ServerNotice | null = null;
  #asking: Timer | null = null;
  /** Counts logins, so that an answer to an earlier one is not taken for news. */
  #login = 0;

  constructor(private readonly options: SessionNoticesOptions) {
    this.#hearing = new Hearing(asksForEvents(options.server.events));
  }

  /** Polls are all there is. */
  get deaf(): boolean {
    return this.#hearing.deaf;
  }

  /** What there is to know, `null` when nothing is. */
  get notice(): ServerNotice | null {
    if (this.#farewell) return this.#farewell;
    return lackNotice({
      events: this.#hearing.deaf ? this.#hearing.reason : null,
      command: this.#rights.state === "denied",
      polling: this.options.polling,
      unheard: this.#isUnheard,
    });
  }

  /** A session began. */
  begin(): void {
    this.#login++;
    this.#hearing.begin();
  }

  /** The session is over; what is known of the user's rights probably still holds. */
  suspend(): void {
    this.#login++;
    this.#asking?.cancel();
    this.#asking = null;
  }

  /** Asterisk is back, or nobody waits for it any more. */
  forgetFarewell(): void {
    this.#farewell = null;
  }

  /** Takes `Event: Shutdown`. */
  shutdown(frame: AmiFrame): void {
    this.#farewell = shutdownNotice(frame);
    this.options.log.info("shutdown", { notice: this.#farewell.message });
    this.options.onChange();
  }

  /** An event of app_rpt came. */
  heard(): void {
    const wasUnheard = this.#isUnheard;
    if (this.#hearing.heard() || wasUnheard) this.options.onChange();
  }

  /** Takes what a poll led to: it can show that events do not come. */
  polled(told: readonly DomainEvent[], isLocalMonitor: (link: string) => boolean): void {
    if (!isTold(told, isLocalMonitor) || !this.#hearing.missed()) return;
    this.options.log.warn("no events", { notice: this.notice?.message });
    this.options.onChange();
  }

  /** Asks what the user may do, a little later. */
  askRightsSoon(): void {
    const login = this.#login;
    this.#asking?.cancel();
    this.#asking = this.options.clock.after(RIGHTS_AFTER_MS, () => void this.#learnRights(login));
  }

  get #isUnheard(): boolean {
    return this.#rights.state === "denied" && !this.#hearing.proven;
  }

  /** What is missing is told as soon as it is known; an answer that does not come tells nothing. */
  async #learnRights(login: number): Promise<void> {
    const { ami, log, server, onChange } = this.options;
    try {
      const rights = await askRights(ami, server.username);
      if (login !== this.#login) return;
      const wasDenied = this.#rights.state === "denied";
      this.#rights = rights;
      const isNews = this.#hearing.learn(rights.state === "known" ? rights.hears : null);
      if (!isNews && wasDenied === (rights.state === "denied")) return;
      if (this.notice) log.warn("rights missing", { notice: this.notice.message });
      onChange();
    } catch (error) {
      log.debug("rights not known", { error: error instanceof Error ? error.message : String(error) });
    }
  }
}
