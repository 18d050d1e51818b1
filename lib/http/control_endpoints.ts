import { COMMAND_NAME_REGEXP, DIGITS_REGEXP, LINK_NAME_REGEXP, NODE_NUMBER_REGEXP } from "../control/mod.ts";
import { COMMAND_ACTIONS } from "../wire/mod.ts";
import { define } from "./endpoint.ts";
import { choiceField, flagField, optional, textField } from "./fields.ts";
import { integerParam } from "./params.ts";

/** Commands to nodes. */
export const CONTROL_ENDPOINTS = {
  sendCommand: define({
    method: "POST",
    path: "/api/nodes/{id}/commands",
    summary:
      "Takes a command to a local node. That it was taken is not its result, which comes as COMMAND_RESULT and at /api/commands/{id}.",
    access: "operator",
    params: {},
    body: {
      action: choiceField("What to do.", COMMAND_ACTIONS),
      target: optional(
        textField("The other end: a number to connect to, the name of a link to disconnect.", {
          min: 1,
          max: 32,
          pattern: LINK_NAME_REGEXP,
        }),
      ),
      permanent: optional(flagField("app_rpt makes the link again whenever it is lost.")),
      disconnect_first: optional(flagField("Every link of the node is disconnected before.")),
      digits: optional(
        textField("For `dtmf`: what is dialled.", { min: 1, max: 32, pattern: DIGITS_REGEXP }),
      ),
      name: optional(
        textField("For `named`: a command of the configuration.", {
          min: 1,
          max: 40,
          pattern: COMMAND_NAME_REGEXP,
        }),
      ),
    },
    answers: "envelope",
    schema: "CommandInfo",
    status: 202,
    refusals: [404, 429, 503],
  }),
  nodeCommands: define({
    path: "/api/nodes/{id}/commands",
    summary:
      "The commands of the configuration for a local node, and what was sent to it of late, newest first.",
    access: "operator",
    params: { limit: integerParam("Most commands that were sent.", { min: 1, max: 100, fallback: 20 }) },
    answers: "envelope",
    schema: "CommandsAnswer",
    refusals: [404],
  }),
  favorites: define({
    path: "/api/favorites",
    summary: "Nodes to link to with one tap: everybody's, then the own ones.",
    access: "operator",
    params: {},
    answers: "envelope",
    schema: "Favorites",
    refusals: [503],
  }),
  addFavorite: define({
    method: "POST",
    path: "/api/favorites",
    summary: "Adds a favourite; one for everybody is for admins.",
    access: "operator",
    params: {},
    body: {
      node: textField("The node's number.", { min: 3, max: 10, pattern: NODE_NUMBER_REGEXP }),
      label: optional(textField("What it is called.", { min: 1, max: 60 })),
      shared: optional(flagField("For everybody.")),
    },
    answers: "envelope",
    schema: "Favorite",
    status: 201,
    refusals: [403, 409, 503],
  }),
  favoriteActivity: define({
    path: "/api/favorites/activity",
    summary:
      "What the favourites are doing, from the public statistics: asking keeps it up to date for 20 s. Nothing unless it is configured.",
    access: "operator",
    params: {},
    answers: "envelope",
    schema: "FavoriteActivities",
    refusals: [503],
  }),
  deleteFavorite: define({
    method: "DELETE",
    path: "/api/favorites/{id}",
    summary: "Deletes a favourite; one of everybody's is for admins.",
    access: "operator",
    params: {},
    answers: "envelope",
    schema: "Deleted",
    refusals: [403, 404, 503],
  }),
  command: define({
    path: "/api/commands/{id}",
    summary: "One command and what came of it, for those who may work its node.",
    access: "operator",
    params: {},
    answers: "envelope",
    schema: "CommandInfo",
    refusals: [404],
  }),
};
