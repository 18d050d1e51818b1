/**
 * @module lib/astdb: who a node is. The public directory (`NODE|CALL|DESC|LOCATION`) is downloaded or read from a file, imported
 * beside the copy in use, and takes its place when it is good; EchoLink stations are asked of Asterisk, one by one. Data
 * runs source -> parser -> staging file -> verdict -> the file that answers.
 */
export type * from "./types.ts";
export { createNodeDirectory, type FurtherNames, type NodeDirectoryOptions } from "./directory.ts";
export { DIRECTORY_FILE, inspectDirectory } from "./inspect.ts";
export {
  type CommandAnswer,
  createEchoLinkNames,
  type EchoLinkNames,
  type EchoLinkOptions,
} from "./echolink.ts";
export { createNaming, type Naming, type NamingOptions, withoutDirectory } from "./naming.ts";
export { importRows } from "./import_rows.ts";
export { openDirectoryFile } from "./directory_file.ts";
export { PUBLIC_DIRECTORY_URL } from "./source.ts";
