/* Panels beside the map: open, folded, as drawers on small screens. */
import { found, root } from "../dom.js";
import "../map/legend_room.js";
import { layPanels, legendAtFirst, medium, narrow } from "../state/screen.js";
import { remember } from "../state/storage.js";
import { actions } from "./actions.js";

/** @typedef {"left" | "right"} PanelSide */
/** Whether panels lie over the map, not beside it. */
export const overlays = () => medium.matches;

function legendFollows() {
  root.dataset.legend = legendAtFirst();
  markLegend();
}
/** @param {PanelSide} side @param {boolean} [keep] whether it is so next time */
export function openPanel(side, keep = false) {
  if (narrow.matches) foldPanel(side === "left" ? "right" : "left");
  root.dataset[side] = "open";
  if (side === "left") legendFollows();
  if (keep && !overlays()) remember(`panel-${side}`, "open");
}
/** @param {PanelSide} side @param {boolean} [keep] */
export function foldPanel(side, keep = false) {
  root.dataset[side] = "folded";
  if (side === "left") legendFollows();
  if (keep && !overlays()) remember(`panel-${side}`, "folded");
}
/** @param {PanelSide} side */
const togglePanel = (side) => (root.dataset[side] === "open" ? foldPanel : openPanel)(side, true);
/** On a phone, the map alone. */
export function foldDrawers() {
  if (!narrow.matches) return;
  foldPanel("left");
  foldPanel("right");
}

export function markPanels() {
  for (const side of ["left", "right"]) {
    found(`${side}-toggle`)?.setAttribute("aria-expanded", String(root.dataset[side] === "open"));
    const panel = found(side === "left" ? "guarantee-panel" : "feature-panel");
    if (panel) panel.inert = root.dataset[side] !== "open"; // a folded panel takes no focus
  }
}
export function markLegend() {
  found("legend-toggle")?.setAttribute("aria-expanded", String(root.dataset.legend !== "folded"));
}

new MutationObserver(markPanels).observe(root, { attributes: true, attributeFilter: ["data-left", "data-right"] }); // whoever folds them
for (const size of [narrow, medium]) size.addEventListener("change", () => { layPanels(); markLegend(); });

Object.assign(actions, {
  "left-toggle": () => togglePanel("left"),
  "right-toggle": () => togglePanel("right"),
  "close-left": () => foldPanel("left", true),
  "legend-toggle": () => { root.dataset.legend = root.dataset.legend === "folded" ? "open" : "folded"; markLegend(); },
});
