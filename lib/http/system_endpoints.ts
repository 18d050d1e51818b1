import { LOG_LEVELS } from "../log/mod.ts";
import { define } from "./endpoint.ts";
import { choiceParam, integerParam } from "./params.ts";

const level = choiceParam("Only lines of this level and above.", LOG_LEVELS, "debug");

/** What the system says of itself. */
export const SYSTEM_ENDPOINTS = {
  adminSummary: define({
    path: "/api/admin/summary",
    summary: "How it stands with Nexus, in a few numbers.",
    access: "admin",
    params: {},
    answers: "envelope",
    schema: "AdminSummary",
    refusals: [],
  }),
  system: define({
    path: "/api/admin/system",
    summary: "Versions, how the system was in the last twenty minutes, what is bounded, what was given up.",
    access: "admin",
    params: {},
    answers: "envelope",
    schema: "SystemReport",
    refusals: [],
  }),
  settings: define({
    path: "/api/admin/config",
    summary: "Every setting as it holds, and where it was written; secrets hidden.",
    access: "admin",
    params: {},
    answers: "envelope",
    schema: "Settings",
    refusals: [],
  }),
  log: define({
    path: "/api/admin/log",
    summary: "The last lines of the log, newest first.",
    access: "admin",
    params: { level, limit: integerParam("Most lines.", { min: 1, max: 300, fallback: 100 }) },
    answers: "envelope",
    schema: "Log",
    refusals: [],
  }),
  logEvents: define({
    path: "/api/admin/log/events",
    summary:
      "Lines of the log as they are written, as Server-Sent Events; each one's data is as in `/api/admin/log`.",
    access: "admin",
    params: { level },
    answers: "events",
    schema: null,
    refusals: [503],
  }),
  backup: define({
    method: "POST",
    path: "/api/admin/backup",
    summary: "A copy of the database as it is now, made beside the running system.",
    access: "superadmin",
    params: {},
    answers: "file",
    schema: null,
    refusals: [503],
  }),
};
