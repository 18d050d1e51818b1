import type { AmiActionHeader, AmiFrame } from "../../ami/mod.ts";
import type { Asterisk } from "./asterisk.ts";

/** A user of manager.conf: what he may read (events) and write (actions), as masks of classes. */
export interface AmiUser {
  readonly name: string;
  readonly secret: string;
  readonly read: number;
  readonly write: number;
}

/** What an action may do to the session it came in on. */
export interface SessionControl {
  /** Begins MD5 authentication; gives the challenge. */
  challenge(): string;
  login(request: Request): void;
  setMask(mask: number): void;
  /** Says goodbye is over: closes once everything is sent. */
  finish(): void;
}

/** One action, and the ways to answer it. */
export class Request {
  readonly frame: AmiFrame;
  readonly asterisk: Asterisk;
  readonly session: SessionControl;
  readonly #send: (headers: readonly AmiActionHeader[]) => void;
  readonly #sendText: (text: string) => void;

  constructor(parts: {
    readonly frame: AmiFrame;
    readonly asterisk: Asterisk;
    readonly session: SessionControl;
    readonly send: (headers: readonly AmiActionHeader[]) => void;
    readonly sendText: (text: string) => void;
  }) {
    this.frame = parts.frame;
    this.asterisk = parts.asterisk;
    this.session = parts.session;
    this.#send = parts.send;
    this.#sendText = parts.sendText;
  }

  /** A header of the action; the empty string when it is not there. */
  header(name: string): string {
    return this.frame.get(name) ?? "";
  }

  /** Answers with headers after `Response` and, when one was given, `ActionID`. */
  respond(response: "Success" | "Error" | "Goodbye" | "Pong", headers: readonly AmiActionHeader[]): void {
    const actionId = this.header("ActionID");
    const id: readonly AmiActionHeader[] = actionId === "" ? [] : [["ActionID", actionId]];
    this.#send([["Response", response], ...id, ...headers]);
  }

  /** The same as app_rpt does it: in older ones `ActionID` comes first. */
  respondOfRpt(response: "Success" | "Error", headers: readonly AmiActionHeader[]): void {
    const actionId = this.header("ActionID");
    if (!this.asterisk.release.idFirst || actionId === "") return this.respond(response, headers);
    this.#send([["ActionID", actionId], ["Response", response], ...headers]);
  }

  /** Answers `Success` with the headers. */
  succeed(headers: readonly AmiActionHeader[]): void {
    this.respond("Success", headers);
  }

  /** Answers `Error` with a message. */
  fail(message: string): void {
    this.respond("Error", [["Message", message]]);
  }

  /** Sends one event of a list that the action asked for. */
  event(name: string, headers: readonly AmiActionHeader[]): void {
    const actionId = this.header("ActionID");
    const id: readonly AmiActionHeader[] = actionId === "" ? [] : [["ActionID", actionId]];
    this.#send([["Event", name], ...id, ...headers]);
  }

  /** Sends text that is no answer at all. */
  text(text: string): void {
    this.#sendText(text);
  }
}

/** One action of the AMI. */
export interface ActionHandler {
  readonly name: string;
  readonly synopsis: string;
  /** The classes it asks for, as ListCommands shows them. */
  readonly privilege: string;
  /** Classes of which the user needs one to call it; 0: none. */
  readonly classes: number;
  /** Whether this Asterisk has it; absent: every one has. */
  isThere?(asterisk: Asterisk): boolean;
  run(request: Request): void;
}
