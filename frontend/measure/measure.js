/* The measure tool: distance, bearing and flight time from click to click; area of a shape. */
import { announce, closest, element, found, root } from "../dom.js";
import { isLive, mapPane } from "../map/map_pane.js";
import { actions } from "../panels/actions.js";
import { foldDrawers } from "../panels/fold.js";
import { listen, state, turnTo } from "../state/scenario.js";
import { finger, inDialog, reachPx } from "../state/screen.js";
import { button, card, onSpeed, paintArea, paintLegs, paintTools, say, showSpeed, speedField, timeText } from "./card.js";
import { draw, paint, wipe } from "./drawing.js";
import { bearingText, numberText } from "./format.js";
import { inverse, KM_PER_NM, lengthKm } from "./geodesy.js";
import { shapesOf, sizeOf } from "./shapes.js";
import { t } from "../state/words.js";

/** @typedef {import("../types").LiveMap} LiveMap */
/** @typedef {import("../types").MapEvent} MapEvent */
/** @typedef {import("../types").FoundFeature} FoundFeature */
/** @typedef {import("./drawing.js").Place} Place */
const SAME_PX = 6; // a click this close to the last place means: done
const FOLLOW_MS = 300;
const box = element("map");

/** @type {"distance" | "area"} */
let mode = "distance";
/** @type {Place[]} */
let points = [];
/** @type {Place | null} */
let pointer = null;
let ended = false;
/** The area measured. @type {import("./card.js").Measured | null} */
let measured = null;
/** Why there is none, or none yet. */
let note = "";
const map = () => (isLive() ? mapPane.live : null);
/** The map of the other scenario: it says where it is like the first. @type {LiveMap | null} */
let second = null;
const maps = () => [map(), state.other && box.dataset.second === "live" ? second : null].filter((one) => one !== null);
const begun = () => maps().filter((one) => one.getSource("measure"));

/** Legs between the fixed places, and the one that follows the pointer. */
function legs() {
  const ends = pointer && !ended && points.length ? [...points, pointer] : points;
  return ends.slice(1).map((to, i) => ({ from: ends[i], to, ...inverse(...ends[i], ...to), live: i === points.length - 1 }));
}

function hint() {
  const taps = finger.matches;
  if (!map()) return isLive() ? t("Measuring needs the live map, which this browser cannot draw.") : t("The map is still loading …");
  if (measured || note) return note;
  if (mode === "area") return taps ? t("Tap an area on the map: an oblast, a zone, the edge of a reach ring.") : t("Click an area on the map: an oblast, a zone, the edge of a reach ring.");
  if (!points.length) return taps ? t("Tap the first place.") : t("Click the first place; Shift+click measures an area.");
  if (ended) return taps ? t("Tap to start again.") : t("Click to start again.");
  if (points.length === 1) return taps ? t("Tap the next place.") : t("Click the next place.");
  return taps ? t("Tap for another leg; tap the last place again to end.") : t("Click for another leg; double-click or Enter ends.");
}

function show() {
  if (!state.measuring) return;
  const all = legs(), anyShape = Boolean(measured || note);
  paintLegs(anyShape ? [] : all);
  paintArea(measured, choose);
  paintTools({ mode, text: hint(), speed: mode !== "area" && !anyShape, end: mode !== "area" && !ended && points.length > 1, clear: points.length > 0 || anyShape });
  root.dataset.measuring = mode;
  maps().forEach((one) => one.doubleClickZoom.disable());
  draw(maps(), all, points);
}
let waiting = false;
/** Once per frame, whatever the pointer does. */
function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; show(); });
}

// -- distance ----------------------------------------------------------------------------------------------------------------
/** @param {MapEvent} click */
function add({ lngLat, point, target }) {
  if (ended || measured || note) clear();
  const last = points.at(-1), at = last && target.project(last);
  if (at && Math.hypot(at.x - point.x, at.y - point.y) < SAME_PX) return end();
  points.push([lngLat.lng, lngLat.lat]);
  pointer = null;
  const all = legs(), leg = all.at(-1);
  if (leg) say(t("Leg {number}: {km} kilometres, {nm} nautical miles, bearing {bearing}, {time}.", { number: all.length, km: numberText(leg.km), nm: numberText(leg.km / KM_PER_NM), bearing: bearingText(leg.bearing), time: timeText(leg.km) }));
  show();
}
function end() {
  if (points.length < 2) return;
  ended = true;
  pointer = null;
  const km = lengthKm(points);
  say(t("Total: {km} kilometres, {nm} nautical miles, {time}.", { km: numberText(km), nm: numberText(km / KM_PER_NM), time: timeText(km) }));
  show();
}
function clear() {
  if (measured || note) mapPane.highlight(null, null);
  asked++;
  forgetPlaces();
  measured = null;
  note = "";
  say("");
  show();
}
function forgetPlaces() {
  points = [];
  pointer = null;
  ended = false;
}

// -- area --------------------------------------------------------------------------------------------------------------------
let asked = 0;
/** @param {FoundFeature[]} candidates */
async function measureShapes(candidates) {
  const mine = ++asked;
  if (!measured) note = t("Measuring …");
  show();
  try {
    const [shape, ...others] = await shapesOf(candidates);
    if (mine !== asked || !state.measuring) return; // a later click, or the end
    mapPane.highlight(shape?.layer ?? null, shape?.feature_id ?? null);
    measured = shape ? { found: shape, others: others.slice(0, 4), ...sizeOf(shape) } : null;
    note = shape ? "" : t("There is no area here. Its layer must be visible.");
    if (measured) say(t("{name}: {km2} square kilometres, outline {km} kilometres.", { name: shape.name, km2: numberText(measured.km2), km: numberText(measured.outline) }));
  } catch {
    if (mine !== asked) return;
    measured = null;
    note = t("The shape could not be loaded from the server. Click again to retry.");
  }
  show();
}
/** Measure another of the shapes under the same click. @param {number} index */
function choose(index) {
  if (!measured) return;
  const { found: before, others } = measured;
  measureShapes([others[index], before, ...others.filter((_, i) => i !== index)]);
  button("area").focus();
}
/** What lies exactly there first; then what has its edge near, such as a ring that answers on its edge only. @param {MapEvent} detail */
function areaAt(detail) {
  turnTo(detail.view.side); // the panels speak of the scenario that was clicked
  const exact = mapPane.under(detail, 0), known = new Set(exact.map((f) => f.layer));
  forgetPlaces();
  measureShapes([...exact, ...mapPane.under(detail, reachPx()).filter((f) => !known.has(f.layer))]);
}

// -- on and off ----------------------------------------------------------------------------------------------------------------
function start() {
  state.measuring = true;
  card.hidden = false;
  foldDrawers();
  announce("map-mouseout"); // no tooltip stays behind
  showSpeed();
  show();
  markButton();
}
function stop() {
  clear();
  state.measuring = false;
  card.hidden = true;
  delete root.dataset.measuring;
  begun().forEach(wipe);
  maps().forEach((one) => one.doubleClickZoom.enable());
  if (card.contains(document.activeElement)) found("measure-toggle")?.focus();
  markButton();
}
const toggle = () => (state.measuring ? stop() : start());
function markButton() { found("measure-toggle")?.setAttribute("aria-pressed", String(state.measuring)); }
actions["measure-toggle"] = toggle;

/** @type {Record<string, () => void>} */
const does = {
  distance: () => { clear(); mode = "distance"; show(); },
  area: () => { clear(); mode = "area"; show(); },
  end, clear, close: stop,
};
card.addEventListener("click", ({ target }) => does[closest(target, "[data-ruler]")?.dataset.ruler ?? ""]?.());

// Before the page's own listeners, which open the feature's page.
document.addEventListener("map-click", (event) => {
  if (!state.measuring) return;
  event.stopImmediatePropagation();
  if (!map()) return;
  if (mode === "area" || event.detail.originalEvent?.shiftKey) areaAt(event.detail); else add(event.detail);
}, true);
const follows = () => state.measuring && mode === "distance" && !ended && points.length > 0;
document.addEventListener("map-mousemove", ({ detail }) => {
  if (!follows() || finger.matches) return;
  pointer = [detail.lngLat.lng, detail.lngLat.lat];
  soon();
});
document.addEventListener("map-mouseout", () => { if (state.measuring && pointer) { pointer = null; soon(); } });
document.addEventListener("map-live", show);

// -- by keyboard: the map has the focus, the arrows move it under a cross, the space bar sets a place there -----------------------
/** @param {boolean} yes */
const byKeys = (yes) => box.toggleAttribute("data-by-keys", yes);
const focused = () => (box.hasAttribute("data-by-keys") ? maps().find((one) => one.getCanvas() === document.activeElement) : undefined);
box.addEventListener("focusin", ({ target }) => { if (target instanceof Element && target.matches("canvas:focus-visible")) byKeys(true); });
box.addEventListener("keydown", ({ key, target }) => { if (target instanceof HTMLCanvasElement && (key.startsWith("Arrow") || key === " ")) byKeys(true); }, true);
for (const event of ["pointerdown", "pointermove"]) box.addEventListener(event, () => byKeys(false), true);
document.addEventListener("map-move", ({ detail: moved }) => {
  if (moved !== mapPane.live) second = moved;
  if (!follows() || moved !== focused()) return;
  const { lng, lat } = moved.getCenter();
  pointer = [lng, lat];
  soon();
});
addEventListener("keydown", (event) => {
  const field = closest(event.target, "input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (inDialog() || event.ctrlKey || event.metaKey || event.altKey) return;
  const taken = () => { event.preventDefault(); event.stopImmediatePropagation(); };
  if (!field && event.key.toLowerCase() === "m") { taken(); return toggle(); }
  if (!state.measuring || (field && field !== speedField)) return;
  const one = focused();
  if (event.key === "Escape") {
    taken();
    if (field) field.blur(); else if (points.length || measured || note) clear(); else stop();
  } else if (event.key === "Enter" && !closest(event.target, "button, a, input, summary")) {
    taken();
    end();
  } else if (event.key === " " && one) {
    taken();
    const lngLat = one.getCenter();
    one.fire("click", { lngLat, point: one.project([lngLat.lng, lngLat.lat]), originalEvent: event });
  }
}, true);

// -- the rest of the page changes ------------------------------------------------------------------------------------------------
onSpeed(show);
/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;
listen((keys) => {
  if (keys.includes("theme")) begun().forEach(paint);
  if (!measured || !(keys.includes("line") || keys.includes("params"))) return;
  clearTimeout(again); // the shape follows the assumptions, once a drag has come to rest
  again = setTimeout(() => measured && measureShapes([measured.found, ...measured.others]), FOLLOW_MS);
});
