const UNFIT = /[^A-Za-z0-9._-]/g;

/** Names of nodes and extensions are shorter; a topic stays readable. */
const MAX_LEVEL = 64;

/** A name as one level of a topic: no wildcard, no slash, no blank, never empty. */
export function level(name: string): string {
  return name.replace(UNFIT, "_").slice(0, MAX_LEVEL) || "_";
}

/** A name as Home Assistant takes it in topics and ids. */
export function slug(name: string): string {
  return level(name).replaceAll(".", "_");
}

/** Whether the bridge is there: `online` or `offline`. */
export function statusTopic(prefix: string): string {
  return `${prefix}/status`;
}

/** The state of a local node. */
export function nodeStateTopic(prefix: string, node: string): string {
  return `${prefix}/node/${level(node)}/state`;
}

/** Key edges of one link of a local node. */
export function linkTxTopic(prefix: string, localNode: string, node: string): string {
  return `${prefix}/node/${level(localNode)}/link/${level(node)}/tx`;
}

/** The state of an extension. */
export function extensionStateTopic(prefix: string, extension: string): string {
  return `${prefix}/extension/${level(extension)}/state`;
}
