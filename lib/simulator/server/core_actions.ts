import { EVENT_CLASSES, parseMask } from "./classes.ts";
import type { ActionHandler } from "./request.ts";
import { calendarDate, clockTime, epochSeconds } from "./times.ts";

const REPORTING = {
  privilege: "system,reporting,all",
  classes: EVENT_CLASSES.system | EVENT_CLASSES.reporting,
};
const FREE = { privilege: "<none>", classes: 0 };

/** `Challenge`: begins MD5 authentication. */
export const challenge: ActionHandler = {
  ...FREE,
  name: "Challenge",
  synopsis: "Generate Challenge for MD5 Auth.",
  run(request) {
    if (request.header("AuthType").toLowerCase() !== "md5") return request.fail("Must specify AuthType");
    request.succeed([["Challenge", request.session.challenge()]]);
  },
};

/** `Login`. */
export const login: ActionHandler = {
  ...FREE,
  name: "Login",
  synopsis: "Login Manager.",
  run: (request) => request.session.login(request),
};

/** `Logoff`: says goodbye and closes. */
export const logoff: ActionHandler = {
  ...FREE,
  name: "Logoff",
  synopsis: "Logoff Manager.",
  run(request) {
    request.respond("Goodbye", [["Message", "Thanks for all the fish."]]);
    request.session.finish();
  },
};

/** `Ping`. */
export const ping: ActionHandler = {
  ...FREE,
  name: "Ping",
  synopsis: "Keepalive command.",
  run(request) {
    const { release, world } = request.asterisk;
    if (release.pong === "Pong") return request.respond("Pong", []);
    request.succeed([["Ping", "Pong"], ["Timestamp", epochSeconds(world.nowMs)]]);
  },
};

/** `Events`: which classes of events this session gets. */
export const events: ActionHandler = {
  ...FREE,
  name: "Events",
  synopsis: "Control Event Flow.",
  run(request) {
    const text = request.header("EventMask");
    if (text === "") return request.fail("Invalid event mask");
    const mask = parseMask(text);
    request.session.setMask(mask);
    request.succeed([["Events", mask === 0 ? "Off" : "On"]]);
  },
};

/** `CoreStatus`: since when Asterisk runs. */
export const coreStatus: ActionHandler = {
  ...REPORTING,
  name: "CoreStatus",
  synopsis: "Show PBX core status variables.",
  run(request) {
    const { bootedAtMs, world } = request.asterisk;
    const channels = world.nodes.reduce((sum, node) => sum + 11 + 3 * node.links.length, 0);
    request.succeed([
      ["CoreStartupDate", calendarDate(bootedAtMs)],
      ["CoreStartupTime", clockTime(bootedAtMs)],
      ["CoreReloadDate", calendarDate(bootedAtMs)],
      ["CoreReloadTime", clockTime(bootedAtMs)],
      ["CoreCurrentCalls", String(channels)],
      ["CoreProcessedCalls", "0"],
    ]);
  },
};

/** `CoreSettings`: versions and limits. */
export const coreSettings: ActionHandler = {
  ...REPORTING,
  name: "CoreSettings",
  synopsis: "Show PBX core settings (version etc).",
  run: (request) =>
    request.succeed([
      ["AMIversion", request.asterisk.release.amiVersion],
      ["AsteriskVersion", request.asterisk.release.asteriskVersion],
      ["SystemName", ""],
      ["CoreMaxCalls", "0"],
      ["CoreMaxLoadAvg", "0.000000"],
      ["CoreRunUser", ""],
      ["CoreRunGroup", ""],
      ["CoreMaxFilehandles", "0"],
      ["CoreRealTimeEnabled", "No"],
      ["CoreCDRenabled", "Yes"],
      ["CoreHTTPenabled", "No"],
      ["SoundsSearchCustomDir", "No"],
    ]),
};
