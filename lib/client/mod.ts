/**
 * @module lib/client: what makes the pages live in a browser. A pure reducer turns the messages of the streams into a
 * model, pure selectors turn the model into what is shown, and two connections that never give up bring the messages.
 * Nothing here touches the server; the same model and selectors render the first page there.
 */
export * from "./format.ts";
export { type ChoiceKeeper, LinkChoice } from "./link_choice.ts";
export { browserChoiceKeeper } from "./link_choice_keeper.ts";
export * from "./link_filter.ts";
export * from "./link_history.ts";
export { isNewLink, MARK_MS, shownLost } from "./link_marks.ts";
export * from "./link_order.ts";
export { type Holder, SteadyOrder } from "./link_order_hold.ts";
export * from "./link_values.ts";
export * from "./link_words.ts";
export * from "./model.ts";
export { compareNodeIds } from "./node_order.ts";
export { type HeardOn, type OnAir, onAir, type Talker } from "./on_air.ts";
export * from "./presence.ts";
export { applyMessage, replaceHealth, retainNodes } from "./reducer.ts";
export * from "./selectors.ts";
export { type DashboardSnapshot, modelFromSnapshot } from "./snapshot.ts";
export { type TalkerRow, talkerRows } from "./talkers.ts";
export * from "./view_url.ts";
export * from "./words.ts";
export type { ClientClock, ConnectionState } from "./connection.ts";
export { LiveConnection } from "./connection.ts";
export { LiveEvents } from "./live_events.ts";
export { LiveSocket } from "./live_socket.ts";
export { DashboardFeed } from "./feed.ts";
export { NodeFeed } from "./node_feed.ts";
export type { FeedAddresses, FeedEnvironment } from "./feed_environment.ts";
export { browserClock, browserEnvironment, followPage, streamUrls } from "./browser.ts";
