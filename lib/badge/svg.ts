import type { BadgeFace, BadgeTone } from "./face.ts";
import { escapeXml, FONT_SIZE_PX, textWidth } from "./text.ts";

/** The shapes of a badge: with round corners or without. */
export const BADGE_STYLES = ["flat", "square"] as const;

/** Shape of a badge. */
export type BadgeStyle = typeof BADGE_STYLES[number];

const HEIGHT = 20;
const PADDING = 6;
const BASELINE = 14;
const LABEL_COLOUR = "#2b3640";

/** Grounds for white text; each has a contrast of at least 4.5 to 1. */
const COLOURS: Readonly<Record<BadgeTone, string>> = {
  quiet: "#55636f",
  talking: "#0e7a3f",
  transmitting: "#c22a1b",
  stale: "#8a5a00",
  offline: "#555b61",
};

/**
 * The badge as an SVG document. Each text is drawn as wide as it was measured, whatever font the viewer has; names are
 * text and never markup; there is no style, script or reference to anything else in it.
 */
export function badgeSvg(face: BadgeFace, style: BadgeStyle): string {
  const [labelWidth, messageWidth] = [face.label, face.message].map((text) => Math.ceil(textWidth(text)));
  const left = (labelWidth ?? 0) + 2 * PADDING;
  const whole = left + (messageWidth ?? 0) + 2 * PADDING;
  const title = escapeXml(`${face.label}: ${face.message}`);
  const radius = style === "flat" ? 3 : 0;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${whole}" height="${HEIGHT}" viewBox="0 0 ${whole} ${HEIGHT}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<clipPath id="r"><rect width="${whole}" height="${HEIGHT}" rx="${radius}"/></clipPath>`,
    `<g clip-path="url(#r)"><rect width="${left}" height="${HEIGHT}" fill="${LABEL_COLOUR}"/>`,
    `<rect x="${left}" width="${whole - left}" height="${HEIGHT}" fill="${COLOURS[face.tone]}"/></g>`,
    `<g fill="#fff" font-family="DejaVu Sans,Verdana,Geneva,sans-serif" font-size="${FONT_SIZE_PX}" aria-hidden="true">`,
    text(face.label, PADDING),
    text(face.message, left + PADDING),
    "</g></svg>",
  ].join("");
}

function text(content: string, x: number): string {
  if (content === "") return "";
  const length = textWidth(content).toFixed(1);
  return `<text x="${x}" y="${BASELINE}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${
    escapeXml(content)
  }</text>`;
}
