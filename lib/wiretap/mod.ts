/**
 * @module lib/wiretap: recorded AMI sessions. A capture is read record by record and played back through the codec on
 * its own clock; whoever plays it decides what the frames mean. What was sent to the server (it holds secrets) is used
 * to tell answers apart and never leaves this room.
 */
export type { AskedAction, BadLines, Capture, CaptureRecord, Played } from "./types.ts";
export { openCapture } from "./capture.ts";
export { Playback, type PlaybackCounters } from "./playback.ts";
export { parseRecord } from "./record.ts";
export { type Doubt, Sanitizer } from "./sanitizer.ts";
export type { PseudonymKind, Replacement } from "./pseudonyms.ts";
export type { Chance } from "./shapes.ts";
export { cleanCapture, learnCapture } from "./sanitize_file.ts";
export { type CaptureFiles, type Recorded, Recorder, type Rotation } from "./recorder.ts";
export { DirectoryFiles } from "./capture_files.ts";
