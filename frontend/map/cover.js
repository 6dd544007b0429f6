/* What lies over the map: names and labels stand clear of it. Whatever else lies there says so by `data-over-map`. */
import { root } from "../dom.js";

/** @typedef {import("./name_room.js").Box} Box */
const OVER = `#legend, #map-buttons > *, #north, #map-accuracy, #scale, .side-label, .panel, #notes > *, #edition-note, #measure-card, #briefing-bar,
  #told-bar, #told-timeline, #told-notes, #told-callouts :is(p, i), #single-layers, #single-card, [data-over-map]`;
const CLEAR_PX = 2;

/** Boxes of what lies over an element, from its own upper left corner. @param {Element} element @param {string} [but] what of it does not count
 * @returns {Box[]} */
export function coverOf(element, but) {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return [...document.querySelectorAll(OVER)]
    .filter((over) => !(but && over.matches(but)))
    .filter((over) => over.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .map((over) => over.getBoundingClientRect())
    .filter((box) => box.width && box.height && box.left < right && box.right > left && box.top < bottom && box.bottom > top)
    .map((box) => /** @type {Box} */ ([box.left - left - CLEAR_PX, box.top - top - CLEAR_PX, box.right - left + CLEAR_PX, box.bottom - top + CLEAR_PX]));
}

/** Hear when something came over the map, or left it. @param {Element} element @param {() => void} changed */
export function watchCover(element, changed) {
  let asked = false, known = "";
  const look = () => {
    asked = false;
    const now = JSON.stringify(coverOf(element));
    if (now !== known) changed();
    known = now;
  };
  const ask = () => {
    if (!asked) requestAnimationFrame(look);
    asked = true;
  };
  const sizes = new ResizeObserver(ask);
  for (const over of document.querySelectorAll(OVER)) sizes.observe(over);
  new MutationObserver(ask).observe(root, { attributes: true, attributeFilter: ["data-left", "data-right", "data-legend", "data-feature", "data-present", "data-compare"] });
  document.addEventListener("transitionend", ask);
}
