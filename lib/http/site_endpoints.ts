import { define } from "./endpoint.ts";
import { textParam } from "./params.ts";

/** The station's own face, and the machine it runs on. */
export const SITE_ENDPOINTS = {
  logo: define({
    path: "/logo",
    access: "all",
    summary: "The picture of the station, where it has one.",
    params: { v: textParam("Names the content, which may then be kept for ever.", 64) },
    answers: "picture",
    schema: null,
    refusals: [404],
  }),
  host: define({
    path: "/api/host",
    access: "anonymous",
    summary: "How the machine is that Nexus runs on; without an account only where `site.show_host` says so.",
    params: {},
    answers: "envelope",
    schema: "HostFacts",
    refusals: [404],
  }),
  manifest: define({
    path: "/manifest.webmanifest",
    access: "all",
    summary: "What the page is called, and looks like, where it is installed.",
    params: {},
    answers: "plain",
    schema: "Manifest",
    refusals: [],
  }),
};
