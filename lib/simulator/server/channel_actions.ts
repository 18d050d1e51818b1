import type { AmiActionHeader } from "../../ami/mod.ts";
import { bridgeHeaders, channelHeaders } from "../pbx/headers.ts";
import { EVENT_CLASSES } from "./classes.ts";
import type { ActionHandler, Request } from "./request.ts";
import { hoursMinutesSeconds } from "./times.ts";

/** `CoreShowChannels`: every channel that is up. */
export const coreShowChannels: ActionHandler = {
  name: "CoreShowChannels",
  synopsis: "List currently active channels.",
  privilege: "system,reporting,all",
  classes: EVENT_CLASSES.system | EVENT_CLASSES.reporting,
  run(request) {
    const { exchange, world } = request.asterisk;
    const items = [...exchange?.channels ?? []].map((channel): AmiActionHeader[] => [
      ...channelHeaders(channel),
      ["Application", channel.application],
      ["ApplicationData", ""],
      ["Duration", hoursMinutesSeconds(Math.floor((world.nowMs - channel.sinceMs) / 1_000))],
      ["BridgeId", channel.bridge?.id ?? ""],
    ]);
    answerList(request, "Channels will follow", "CoreShowChannel", "CoreShowChannelsComplete", items);
  },
};

/** `BridgeList`: every bridge that is up. */
export const bridgeList: ActionHandler = {
  name: "BridgeList",
  synopsis: "Get a list of bridges in the system.",
  privilege: "system,reporting,all",
  classes: EVENT_CLASSES.system | EVENT_CLASSES.reporting,
  run(request) {
    const items = [...request.asterisk.exchange?.bridges ?? []].map(bridgeHeaders);
    answerList(request, "Bridge listing will follow", "BridgeListItem", "BridgeListComplete", items);
  },
};

function answerList(
  request: Request,
  message: string,
  item: string,
  complete: string,
  items: readonly AmiActionHeader[][],
): void {
  request.succeed([["EventList", "start"], ["Message", message]]);
  for (const headers of items) request.event(item, headers);
  request.event(complete, [["EventList", "Complete"], ["ListItems", String(items.length)]]);
}
