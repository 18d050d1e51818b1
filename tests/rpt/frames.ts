import type { HeaderSource } from "../../lib/rpt/mod.ts";

/** A frame as the grammars need it: an event's name and headers in order, names matched without regard to case. */
export interface TestFrame extends HeaderSource {
  readonly name: string;
}

/** Builds a frame of the lines of one message. */
export function frameOf(lines: readonly string[]): TestFrame {
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
  });
  const get = (name: string) =>
    headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
  return { name: get("Event") ?? get("Response") ?? "", get, headers: () => headers };
}

/** Splits a recorded session into its messages. */
export function recordedFrames(file: string): TestFrame[] {
  const text = Deno.readTextFileSync(new URL(`../../fixtures/ami/${file}.raw`, import.meta.url));
  return text.split("\r\n\r\n").map((message) =>
    frameOf(message.split("\r\n").filter((line) => line !== ""))
  );
}

/** The recorded answer to one action, by its ActionID. */
export function recordedReply(file: string, actionId: string): TestFrame {
  const frame = recordedFrames(file).find((frame) => frame.get("ActionID") === actionId);
  if (frame === undefined) {
    throw new Error(`find a recorded answer, no such ActionID: ${actionId} in ${file}`);
  }
  return frame;
}

/** What can be varied of an XStat row. */
export interface ConnRowText {
  readonly name: string;
  readonly peer?: string;
  readonly reconnects?: number;
  readonly direction?: "IN" | "OUT";
  readonly time?: string;
  readonly state?: "ESTABLISHED" | "CONNECTING";
}

/** Writes a row as `printf("%-10s%-20s%-12d%-11s%-20s%-20s")` does, which pads by bytes; trimmed at its end. */
export function connRow(row: ConnRowText): string {
  const { peer = "", reconnects = 0, direction = "OUT", time = "00:00:03", state = "ESTABLISHED" } = row;
  const columns = [
    [row.name, 10],
    [peer, 20],
    [String(reconnects), 12],
    [direction, 11],
    [time, 20],
    [state, 20],
  ] as const;
  return columns.map(([text, width]) => padBytes(text, width)).join("").trimEnd();
}

function padBytes(text: string, width: number): string {
  const bytes = new TextEncoder().encode(text).length;
  return text + " ".repeat(Math.max(0, width - bytes));
}
