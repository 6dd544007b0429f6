/* Callouts of a scene: texts on the map with an arrow to a place. */
import { element, make } from "../dom.js";
import { mapPane } from "../map/map_pane.js";

/** @typedef {import("../types").Callout} Callout */
/** @typedef {import("../types").Pixel} Pixel */
/** @typedef {{ x: number, y: number, half: Pixel }} Box its middle, and half its size */
/** @typedef {Omit<Callout, "text"> & { text: HTMLElement, halo: SVGPathElement, ink: SVGPathElement, shaft: HTMLElement[] }} Drawn */
/** So much room a place that the scene speaks of wants beside a callout, for a part of its name. */
const TOWN_PX = [22, 12], ARROW_ROOM_PX = 10;
/** Names keep clear of an arrow but for its head, which often points at one. */
const SHAFT_PARTS = 6, SHAFT_SHARE = 0.65;
const MARGIN_PX = 14, ARROW_GAP_PX = 9, SVG = "http://www.w3.org/2000/svg";
const SIDES = { n: [0, -1], ne: [1, -1], e: [1, 0], se: [1, 1], s: [0, 1], sw: [-1, 1], w: [-1, 0], nw: [-1, -1] };
const box = element("map");
const drawing = document.createElementNS(SVG, "svg");
export const overlay = make("div", { id: "told-callouts" });
/** @type {Drawn[]} */
let callouts = [];
/** @type {import("../types").ScenePlace[]} */
let places = [];

/** @param {string} name */
function arrow(name) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", name);
  return path;
}

/** Put the callouts of a scene on the map; null: none. @param {{ callouts: Callout[], places?: import("../types").ScenePlace[] } | null} scene */
export function showCallouts(scene) {
  places = (scene?.places ?? []).filter(({ layer }) => layer !== "ground");
  callouts = (scene?.callouts ?? []).map((callout) => ({ ...callout, text: make("p", { textContent: callout.text }), halo: arrow("halo"), ink: arrow("ink"),
    shaft: Array.from({ length: SHAFT_PARTS }, () => make("i")) }));
  drawing.replaceChildren(...callouts.flatMap(({ halo, ink }) => [halo, ink]));
  overlay.replaceChildren(drawing, ...callouts.flatMap(({ text, shaft }) => [text, ...shaft]));
  for (const { text } of callouts) fitBox(text);
  if (mapPane.live) place(mapPane.live);
}
export function closeCallouts() {
  overlay.remove();
  callouts = [];
}

/** A box as wide as its longest line: a box whose text wraps would keep the width it wanted. @param {HTMLElement} text */
function fitBox(text) {
  const words = document.createRange();
  words.selectNodeContents(text);
  const style = getComputedStyle(text);
  const edge = [style.paddingLeft, style.paddingRight, style.borderLeftWidth, style.borderRightWidth].reduce((sum, width) => sum + Number.parseFloat(width), 0);
  text.style.width = `${Math.ceil(words.getBoundingClientRect().width + edge) + 1}px`;
}

/** Put each text to its side of the place, whole on the map, and draw the arrow from its edge. @param {import("../types").LiveMap} map */
function place(map) {
  if (!callouts.length) return;
  const width = box.clientWidth, height = box.clientHeight;
  /** @type {Box[]} */
  const taken = [];
  const towns = places.map(({ lon, lat }) => map.project([lon, lat]));
  for (const { lon, lat, to, offset_pct: percent, text, halo, ink, shaft } of callouts) {
    const at = map.project([lon, lat]);
    const away = at.x < 0 || at.y < 0 || at.x > width || at.y > height;
    text.hidden = away;
    for (const path of [halo, ink]) path.style.display = away ? "none" : "";
    for (const spot of shaft) spot.hidden = true;
    if (away) continue;
    const half = { x: text.offsetWidth / 2, y: text.offsetHeight / 2 }, far = (percent / 100) * height;
    const box = freest(sidesFrom(to).map((side) => boxTo(SIDES[side], at, far, half, { width, height }, taken)), towns, at);
    const { x, y } = box;
    taken.push({ x, y, half });
    text.style.transform = `translate(${Math.round(x - half.x)}px, ${Math.round(y - half.y)}px)`;
    draw([halo, ink], shaft, at, { x, y, half });
  }
}

/** How far a place is from the arrow between two others, in px. @param {Pixel} place @param {Pixel} a @param {Pixel} b */
function fromLine(place, a, b) {
  const run = { x: b.x - a.x, y: b.y - a.y }, along = ((place.x - a.x) * run.x + (place.y - a.y) * run.y) / Math.max(run.x ** 2 + run.y ** 2, 1e-6);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(place.x - a.x - share * run.x, place.y - a.y - share * run.y);
}
/** The wanted side, then the others, the nearest first. @param {Callout["to"]} to */
function sidesFrom(to) {
  const order = /** @type {Callout["to"][]} */ (Object.keys(SIDES)), at = order.indexOf(to);
  return [0, 1, 7, 2, 6, 3, 5, 4].map((step) => order[(at + step) % 8]);
}
/** The box on a side, whole on the map and clear of those before. @param {number[]} side @param {Pixel} at @param {number} away @param {Pixel} half
 * @param {{ width: number, height: number }} size @param {Box[]} taken @returns {Box} */
function boxTo([dx, dy], at, away, half, { width, height }, taken) {
  const far = away / Math.hypot(dx, dy);
  /** @param {number} value @param {number} reach @param {number} size */
  const inside = (value, reach, size) => Math.min(Math.max(value, reach + MARGIN_PX), Math.max(reach + MARGIN_PX, size - reach - MARGIN_PX));
  // The text's near edge lies that far away, so that a long text does not come closer than a short one.
  const x = inside(at.x + dx * (far + half.x * Math.abs(dx)), half.x, width);
  let y = inside(at.y + dy * (far + half.y * Math.abs(dy)), half.y, height);
  for (const other of taken)
    if (Math.abs(other.x - x) < other.half.x + half.x + 6 && Math.abs(other.y - y) < other.half.y + half.y + 6)
      y = inside(other.y + (y < other.y ? -1 : 1) * (other.half.y + half.y + 8), half.y, height);
  return { x, y, half };
}
/** The first of those that, with their arrows, cover the fewest places that the scene speaks of.
 * @param {Box[]} boxes @param {Pixel[]} towns @param {Pixel} at */
function freest(boxes, towns, at) {
  const covered = boxes.map(({ x, y, half }) => towns.filter((town) =>
    (Math.abs(town.x - x) < half.x + TOWN_PX[0] && Math.abs(town.y - y) < half.y + TOWN_PX[1]) || fromLine(town, at, { x, y }) < ARROW_ROOM_PX).length);
  return boxes[covered.indexOf(Math.min(...covered))];
}

/** @param {SVGPathElement[]} paths @param {HTMLElement[]} shaft what names keep clear of (cover.js) @param {Pixel} at @param {Box} box */
function draw(paths, shaft, at, { x, y, half }) {
  const run = { x: at.x - x, y: at.y - y };
  const share = Math.min(half.x / Math.max(Math.abs(run.x), 1e-6), half.y / Math.max(Math.abs(run.y), 1e-6), 1);
  const from = { x: x + run.x * share, y: y + run.y * share };
  const length = Math.hypot(at.x - from.x, at.y - from.y);
  const shown = share < 1 && length > ARROW_GAP_PX + 6;
  for (const path of paths) path.style.display = shown ? "" : "none";
  if (!shown) return;
  const unit = { x: (at.x - from.x) / length, y: (at.y - from.y) / length };
  const tip = { x: at.x - unit.x * 3, y: at.y - unit.y * 3 };
  /** @param {number} side */
  const wing = (side) => `${(tip.x - unit.x * 13 - side * unit.y * 6).toFixed(1)} ${(tip.y - unit.y * 13 + side * unit.x * 6).toFixed(1)}`;
  const d = `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${tip.x.toFixed(1)} ${tip.y.toFixed(1)}M${wing(1)}L${tip.x.toFixed(1)} ${tip.y.toFixed(1)}L${wing(-1)}`;
  for (const path of paths) path.setAttribute("d", d);
  for (const [i, spot] of shaft.entries()) {
    const share = (SHAFT_SHARE * (i + 0.5)) / shaft.length;
    spot.hidden = false;
    spot.style.transform = `translate(${Math.round(from.x + (tip.x - from.x) * share - 4)}px, ${Math.round(from.y + (tip.y - from.y) * share - 4)}px)`;
  }
}
document.addEventListener("map-move", ({ detail: map }) => place(map));
