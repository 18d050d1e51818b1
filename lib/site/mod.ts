/**
 * @module lib/site: the station's own face: its logo, read and looked at once, where its name leads, and the links of its owner, as
 * pages write them.
 */
export { type SiteFace, siteFace, type SiteLink } from "./face.ts";
export { MAX_LOGO_BYTES, readLogo, type SiteLogo } from "./logo.ts";
