/* Panels beside the map, below it, or in the sheet of a phone: which is open, and how high the sheet is (css/sheet.css). */
import { found, root } from "../dom.js";
import "../map/legend_room.js";
import { layPanels, legendAtFirst, medium, narrow } from "../state/screen.js";
import { remember } from "../state/storage.js";
import { actions } from "./actions.js";

/** @typedef {"left" | "right"} PanelSide */
/** What the sheet shows: the cards, the assessment or what was tapped, the tools, the briefing. @typedef {"cards" | "place" | "tools" | "briefing"} Pane */
/** @typedef {"peek" | "half" | "full"} Height */
export const HEIGHTS = /** @type {const} */ (["peek", "half", "full"]);
/** @type {Record<PanelSide, Pane>} */
const paneOf = { left: "cards", right: "place" };
/** Whether there is no room for panels on both sides of the map. */
export const overlays = () => medium.matches;

function legendFollows() {
  root.dataset.legend = legendAtFirst();
  markLegend();
}

// -- the sheet of a phone --------------------------------------------------------------------------------------------------
export const sheetHeight = () => /** @type {Height} */ (root.dataset.sheet ?? "peek");
/** @param {Height} height */
export function setHeight(height) {
  if (height === "peek") showPane("cards", "peek"); else root.dataset.sheet = height;
}
/** @param {Pane} pane @param {Height} height */
export function showPane(pane, height) {
  const had = document.activeElement?.closest(".panel");
  root.dataset.pane = pane;
  root.dataset.sheet = height;
  root.dataset.left = pane === "cards" && height !== "peek" ? "open" : "folded";
  root.dataset.right = pane === "place" ? "open" : "folded";
  if (had && !document.activeElement?.checkVisibility()) found("sheet-handle")?.focus(); // the focus is never on what is not there
}
/** The assessment wants the whole screen; a card, a place, the tools and a comparison leave the map its half. @param {Pane} pane */
export function openPane(pane) {
  const assesses = pane === "place" && root.dataset.feature !== "open" && !("compare" in root.dataset);
  showPane(pane, assesses ? "full" : "half");
}

// -- panels ------------------------------------------------------------------------------------------------------------------
/** @param {PanelSide} side @param {boolean} [keep] whether it is so next time */
export function openPanel(side, keep = false) {
  if (narrow.matches) return openPane(paneOf[side]);
  root.dataset[side] = "open";
  if (side === "left") legendFollows();
  if (keep && !overlays()) remember(`panel-${side}`, "open");
}
/** @param {PanelSide} side @param {boolean} [keep] */
export function foldPanel(side, keep = false) {
  if (narrow.matches) { if (root.dataset.pane === paneOf[side]) setHeight("peek"); return; }
  root.dataset[side] = "folded";
  if (side === "left") legendFollows();
  if (keep && !overlays()) remember(`panel-${side}`, "folded");
}
/** @param {PanelSide} side */
const togglePanel = (side) => (root.dataset[side] === "open" ? foldPanel : openPanel)(side, true);
/** On a phone, the sheet at its lowest. */
export function foldDrawers() {
  if (narrow.matches) setHeight("peek");
}
/** On a phone, as much of the map as there is beside an open pane. */
export function freeMap() {
  if (narrow.matches && sheetHeight() === "full") setHeight("half");
}

export function markPanels() {
  for (const side of ["left", "right"]) {
    found(`${side}-toggle`)?.setAttribute("aria-expanded", String(root.dataset[side] === "open"));
    const panel = found(side === "left" ? "guarantee-panel" : "feature-panel");
    if (panel) panel.inert = !narrow.matches && root.dataset[side] !== "open"; // a folded panel takes no focus
  }
}
export function markLegend() {
  found("legend-toggle")?.setAttribute("aria-expanded", String(root.dataset.legend !== "folded"));
}

new MutationObserver(markPanels).observe(root, { attributes: true, attributeFilter: ["data-left", "data-right"] }); // whoever folds them
for (const size of [narrow, medium]) size.addEventListener("change", () => { layPanels(); markPanels(); markLegend(); });

Object.assign(actions, {
  "left-toggle": () => togglePanel("left"),
  "right-toggle": () => togglePanel("right"),
  "close-left": () => foldPanel("left", true),
  "legend-toggle": () => { root.dataset.legend = root.dataset.legend === "folded" ? "open" : "folded"; markLegend(); },
});
