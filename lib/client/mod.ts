/**
 * @module lib/client: what makes the pages live in a browser. A pure reducer turns the messages of the streams into a
 * model, pure selectors turn the model into what is shown, and two connections that never give up bring the messages.
 * Nothing here touches the server; the same model and selectors render the first page there.
 */
export { readLogLine, readSystem, type SystemReading, withLine } from "./admin_reading.ts";
export * from "./gauge_words.ts";
export { browserCall, browserCalls } from "./calls_browser.ts";
export { CallsFeed, type CallsStart } from "./calls_feed.ts";
export * from "./calls_query.ts";
export { type CallStep, callSteps } from "./call_timeline.ts";
export * from "./call_words.ts";
export * from "./format.ts";
export { type ChoiceKeeper, LinkChoice } from "./link_choice.ts";
export { browserChoiceKeeper } from "./link_choice_keeper.ts";
export { rememberedSort, sortCookie } from "./sort_memory.ts";
export * from "./link_filter.ts";
export * from "./link_history.ts";
export { isNewLink, MARK_MS, shownLost } from "./link_marks.ts";
export * from "./link_order.ts";
export { type Holder, type RowSteps, SteadyOrder } from "./link_order_hold.ts";
export { FramePlan } from "./frame_plan.ts";
export { stepTowards } from "./row_steps.ts";
export { type RowContent, RowSpread } from "./row_spread.ts";
export * from "./link_values.ts";
export { askLookup, type LookupReading } from "./lookup.ts";
export * from "./link_words.ts";
export * from "./model.ts";
export { countNetwork, networkMark, searchNetwork, sharedTree } from "./network_search.ts";
export { compareNodeIds } from "./node_order.ts";
export { releaseOldVNodes } from "./old_vnodes.ts";
export { type HeardOn, type OnAir, onAir, type Talker } from "./on_air.ts";
export { isThroughLink, OnAirNews, talkerAbout, talkerName, talkerWay } from "./on_air_words.ts";
export * from "./presence.ts";
export { applyMessage, replaceHealth, retainNodes } from "./reducer.ts";
export * from "./selectors.ts";
export * from "./top_rows.ts";
export { type ServerGroup, serverGroups } from "./server_groups.ts";
export { shownModel } from "./shown_model.ts";
export { type DashboardSnapshot, modelFromSnapshot, type TopLinkSeed } from "./snapshot.ts";
export { type TalkerRow, talkerRows } from "./talker_rows.ts";
export * from "./view_url.ts";
export { browserVoters } from "./voters_browser.ts";
export { VotersFeed, type VotersStart } from "./voters_feed.ts";
export * from "./voter_scale.ts";
export * from "./voter_words.ts";
export { instantMs } from "./views.ts";
export { type BuildPage, followBuild } from "./new_build.ts";
export { keepAwake, type WakeLockDevice } from "./wake_lock.ts";
export * from "./words.ts";
export type { ClientClock, ConnectionState } from "./connection.ts";
export { LiveConnection } from "./connection.ts";
export { LiveEvents } from "./live_events.ts";
export { LiveSocket } from "./live_socket.ts";
export { DashboardFeed } from "./feed.ts";
export { NodeLinkChoice } from "./node_link_choice.ts";
export { type NodePageEnvironment, NodePageFeed, type NodePageParts } from "./node_page_feed.ts";
export { browserNodePage, HISTORY_ROWS, keepInAddress, readPart } from "./node_page_browser.ts";
export { PartReader, type PartReading, type ReadingPace } from "./part_reader.ts";
export { HeldValue } from "./held_value.ts";
export { NodeFeed } from "./node_feed.ts";
export type { FeedAddresses, FeedEnvironment } from "./feed_environment.ts";
export { reloadIfShutOut } from "./browser_streams.ts";
export {
  browserClock,
  browserEnvironment,
  browserFrames,
  calmFrames,
  followPage,
  streamUrls,
} from "./browser.ts";
export { formatTemperature, hostMeasures, readHost, temperatureUnit } from "./host_words.ts";
export type { HostMeasure, HostReading, TemperatureUnit } from "./host_words.ts";
export { machineNotes, ownVariables } from "./note_facts.ts";
export { alertWords, isAllClear } from "./note_words.ts";
export * from "./preferences.ts";
export { changePreferences, followPreferences, instantStyle, preferences } from "./preference_store.ts";
export {
  type InstantStyle,
  minuteOfDay,
  writeInstant,
  writeShortInstant,
  writeTimeOfDay,
  zoneName,
} from "./instants.ts";
export * from "./shortcuts.ts";
export * from "./tab_state.ts";
export { type AlertFact, type AlertFacts, alertFacts } from "./alert_facts.ts";
export * from "./alerts.ts";
export { playAlert } from "./sounds.ts";
export * from "./notifications.ts";
export { TabMarker } from "./tab_marker.ts";
export { followLastHeard, LAST_HEARD_KEY } from "./last_heard.ts";
export { registerWorker } from "./offline_worker.ts";
export { followShortcuts } from "./shortcut_keys.ts";
export {
  applyToTimeline,
  type Lane,
  type LaneName,
  LANES_SHOWN,
  spanMs,
  type Timeline,
  trimTimeline,
} from "./timeline.ts";
export { type Talk } from "./timeline_talks.ts";
export * from "./timeline_load.ts";
export * from "./timeline_rows.ts";
export * from "./timeline_seed.ts";
export * from "./timeline_draw.ts";
export * from "./timeline_view.ts";
export * from "./timeline_words.ts";
export * from "./timeline_list.ts";
export * from "./timeline_pick.ts";
export { browserTimelineEnvironment, showSpan, spanHref } from "./timeline_browser.ts";
export { type LoadOutcome, type TimelineEnvironment, TimelineFeed } from "./timeline_feed.ts";
export {
  browserControlApi,
  type ControlAnswer,
  type ControlApi,
  ControlDesk,
  type ControlNode,
  type ControlQuestion,
  type Offer,
  type Offers,
} from "./control_desk.ts";
export { agoWords, commandWords, consequence, type Order, orderWords, STATE_WORDS } from "./control_words.ts";
export { orderOfForm } from "./control_form.ts";
export { FAVORITE_READ_MS, FavoriteFeed } from "./favorite_feed.ts";
export { type FavoriteWords, favoriteWords } from "./favorite_words.ts";
export { type Sight, sightOf, whileSeen } from "./while_seen.ts";
