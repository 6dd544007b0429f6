/* The head of a phone's sheet: tabs, and a handle that is dragged, tapped, or moved by arrow keys. */
import { element, found, root } from "../dom.js";
import { lying, narrow } from "../state/screen.js";
import { actions } from "./actions.js";
import { HEIGHTS, openPane, setHeight, sheetHeight } from "./fold.js";
import { t } from "../state/words.js";

/** @typedef {import("./fold.js").Pane} Pane */
/** @typedef {import("./fold.js").Height} Height */
const DRAG_PX = 6, FLING_PX_MS = 0.5;
/** @type {Record<Height, string>} */
const HEIGHT_TEXT = { peek: t("Switches only"), half: t("Half of the screen"), full: t("The whole screen") };
const head = element("sheet-head"), handle = element("sheet-handle");
/** @type {Record<string, Pane>} */
const PANES = { "sheet-cards": "cards", "sheet-place": "place", "sheet-tools": "tools", "sheet-briefing": "briefing" };

/** @param {string | undefined} name */
const px = (name) => Number.parseFloat(getComputedStyle(root).getPropertyValue(`--${name}`)) || 0;
/** @param {number} by */
function step(by) {
  const at = HEIGHTS.indexOf(sheetHeight()) + by;
  if (HEIGHTS[at]) raise(HEIGHTS[at]);
}
/** To a height, with the pane that belongs to what is open. @param {Height} height */
function raise(height) {
  if (height !== "peek" && sheetHeight() === "peek" && root.dataset.briefing === "open") openPane("briefing");
  setHeight(height);
}

for (const [id, pane] of Object.entries(PANES))
  actions[id] = () => (sheetHeight() !== "peek" && root.dataset.pane === pane ? setHeight("peek") : openPane(pane));

/** The sheet makes way for what needs the whole map. */
const away = () => ["present", "measuring", "picking"].some((name) => name in root.dataset);
function mark() {
  const height = sheetHeight();
  element("map").inert = narrow.matches && !lying.matches && height === "full" && !away(); // nothing under the sheet takes the focus
  handle.setAttribute("aria-valuenow", String(HEIGHTS.indexOf(height)));
  handle.setAttribute("aria-valuetext", HEIGHT_TEXT[height]);
  for (const [id, pane] of Object.entries(PANES)) found(id)?.setAttribute("aria-pressed", String(height !== "peek" && root.dataset.pane === pane));
}
new MutationObserver(mark).observe(root, { attributes: true, attributeFilter: ["data-sheet", "data-pane", "data-present", "data-measuring", "data-picking"] });
narrow.addEventListener("change", mark);
mark();

// -- keys ------------------------------------------------------------------------------------------------------------------
handle.addEventListener("keydown", (event) => {
  const { key } = event, by = { ArrowUp: 1, ArrowRight: 1, PageUp: 1, ArrowDown: -1, ArrowLeft: -1, PageDown: -1 }[key];
  if (by) step(by);
  else if (key === "Home") raise("peek");
  else if (key === "End") raise("full");
  else if (key === "Enter" || key === " ") cycle();
  else return;
  event.preventDefault();
  event.stopPropagation();
});
const cycle = () => (sheetHeight() === "full" ? raise("peek") : step(1));

// -- drag ------------------------------------------------------------------------------------------------------------------
/** @type {{ from: number, at: number, size: number, time: number, speed: number, moved: boolean } | null} */
let drag = null;
/** Along the way on which the sheet grows. @param {PointerEvent} event */
const along = (event) => (lying.matches ? event.clientX : -event.clientY);

head.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  drag = { from: along(event), at: along(event), size: px(sheetHeight()), time: event.timeStamp, speed: 0, moved: false };
});
addEventListener("pointermove", (event) => {
  if (!drag) return;
  const now = along(event), way = now - drag.from;
  if (!drag.moved && Math.abs(way) < DRAG_PX) return;
  if (!drag.moved) head.setPointerCapture(event.pointerId);
  drag.moved = true;
  drag.speed = (now - drag.at) / Math.max(1, event.timeStamp - drag.time);
  [drag.at, drag.time] = [now, event.timeStamp];
  if (sheetHeight() === "peek" && way > 0) raise("half"); // else there is nothing to see while it grows
  root.dataset.dragging = "";
  root.style.setProperty("--sheet-drag", `${Math.min(px("full"), Math.max(px("peek"), drag.size + way))}px`);
});
/** @param {PointerEvent} event */
function drop(event) {
  if (!drag) return;
  const { moved, size, from, at, speed } = drag;
  drag = null;
  if (!moved) return;
  delete root.dataset.dragging;
  root.style.removeProperty("--sheet-drag");
  if (event.type === "pointercancel") return;
  const end = size + at - from + (Math.abs(speed) > FLING_PX_MS ? Math.sign(speed) * 120 : 0);
  raise(HEIGHTS.reduce((best, one) => (Math.abs(px(one) - end) < Math.abs(px(best) - end) ? one : best)));
  addEventListener("click", stop, { capture: true, once: true }); // the end of a drag is no tap
  setTimeout(() => removeEventListener("click", stop, true));
}
/** @param {Event} event */
const stop = (event) => event.stopPropagation();
addEventListener("pointerup", drop);
addEventListener("pointercancel", drop);
handle.addEventListener("click", cycle);
