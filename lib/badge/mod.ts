/**
 * @module lib/badge: a small SVG picture that says in words how a node is, for pages elsewhere. Pure: the node's status
 * and the time go in, text comes out.
 */
export { type BadgeFace, badgeFace, type BadgeTone, noFace } from "./face.ts";
export { BADGE_STYLES, type BadgeStyle, badgeSvg } from "./svg.ts";
export { MAX_LABEL_LENGTH } from "./text.ts";
