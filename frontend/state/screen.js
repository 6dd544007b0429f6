/* The screen: how wide it is, what has the pointer, which panels are open on it. */
import { root } from "../dom.js";
import { recall } from "./storage.js";

/** A phone, upright or lying: css/sheet.css has the same. */
export const narrow = matchMedia("(max-width: 767px), (max-width: 960px) and (max-height: 500px)");
/** Lying, its sheet comes in from the left. */
export const lying = matchMedia("(max-width: 960px) and (max-height: 500px) and (min-aspect-ratio: 1/1)");
/** Two maps stand one above the other. */
export const stacked = matchMedia("(max-width: 767px)");
/** A screen upright enough for the assessment below its map. */
export const tall = matchMedia("(min-height: 1000px)");
export const medium = matchMedia("(max-width: 1199px)");
/** A briefing's text stands below the map, not beside it. */
export const upright = matchMedia("(max-aspect-ratio: 1/1), (max-width: 767px)");
export const finger = matchMedia("(hover: none)");
/** The person wants no motion. */
export const still = matchMedia("(prefers-reduced-motion: reduce)");
/** How far from a shape a click may be, in px. */
export const reachPx = () => (finger.matches ? 12 : 5);

/** A frame in someone's page is low without being a phone. */
const EMBEDDED = "embed" in root.dataset;
/** The cards are the legend: the floating one is open only where no cards are, and a phone's map is too small for it. */
export const legendAtFirst = () => ((EMBEDDED ? stacked : narrow).matches || root.dataset.left === "open" ? "folded" : "open");

/** What is folded stays folded; where they would leave the map too little, panels begin folded. A frame on a page of others has none, and may keep nothing. */
export function layPanels() {
  if (root.dataset.embed !== undefined) return void (root.dataset.legend = legendAtFirst());
  /** @param {string} side */
  const kept = (side) => recall(`panel-${side}`) ?? "open";
  root.dataset.left = narrow.matches ? "folded" : kept("left");
  root.dataset.right = narrow.matches || (medium.matches && !tall.matches) ? "folded" : kept("right");
  root.dataset.sheet = "peek";
  root.dataset.pane = "cards";
  root.dataset.legend = legendAtFirst();
}
layPanels(); // before the map is measured: it must open at the size it will have

/** Whether a dialog lies over the page and has the keys; one that is closed may still be in it. */
export const inDialog = () => [...document.querySelectorAll("dialog[open], [role=dialog], #single-card:not([hidden])")].some((one) => one.checkVisibility());
