export * from "./nodes.ts";
export * from "./messages.ts";
export * from "./api.ts";
