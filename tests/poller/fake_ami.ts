import {
  type AmiActionHeader,
  type AmiActions,
  AmiDecoder,
  AmiError,
  type AmiFrame,
  type AmiReply,
} from "../../lib/ami/mod.ts";

const encoder = new TextEncoder();

/** Decodes the text of one frame. */
export function frameOf(text: string): AmiFrame {
  const frames: AmiFrame[] = [];
  const decoder = new AmiDecoder({ expectBanner: false, onFrame: (frame) => void frames.push(frame) });
  decoder.push(encoder.encode(text.replaceAll("\n", "\r\n") + "\r\n\r\n"));
  const [frame] = frames;
  if (!frame) throw new Error(`decode frame, none in text: ${text}`);
  return frame;
}

/** One question as the fake saw it. */
export interface Asked {
  readonly command: string;
  readonly node: string;
  answer(text: string): void;
  fail(error: Error): void;
}

/** A server that keeps every question until the test answers it. */
export class FakeAmi implements AmiActions {
  readonly asked: Asked[] = [];

  action(_name: string, headers: readonly AmiActionHeader[] = []): Promise<AmiReply> {
    const header = (key: string) => headers.find(([name]) => name === key)?.[1] ?? "";
    return new Promise((resolve, reject) => {
      this.asked.push({
        command: header("Command"),
        node: header("Node"),
        answer: (text) => {
          const frame = frameOf(text);
          resolve({ ok: frame.name === "Success", message: frame.get("Message") ?? "", frame, items: [] });
        },
        fail: reject,
      });
    });
  }

  /** Answers everything that is waiting as an idle node does. */
  answerAll(): void {
    for (const { command, node, answer } of this.asked.splice(0)) {
      if (command === "XStat") {
        answer(`Response: Success\nNode: ${node}\nLinkedNodes: <NONE>\nVar: RPT_ALINKS=0`);
      } else answer(`Response: Success\nNode: ${node}`);
    }
  }

  /** Rejects everything that is waiting, as a lost connection does. */
  loseAll(): void {
    for (const { fail } of this.asked.splice(0)) {
      fail(new AmiError("lost", "wait for answer, the connection was lost"));
    }
  }
}
