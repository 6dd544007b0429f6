/* The numbered labels of the guarantees on the map: a button each, with a name and one number that follows the parameters. They move
   with the map, and find their place anew when it has come to rest. The names of the map keep clear of them (cover.js). */
import { announce, closest, element, make, root } from "../dom.js";
import { base, boot, layerById } from "../state/boot.js";
import { inline } from "../state/inline.js";
import { labelQuery, listen, of, state } from "../state/scenario.js";
import { stacked } from "../state/screen.js";
import { inLanguage } from "../state/words.js";
import { kmPerPixel, projectAt } from "./camera.js";
import { coverOf } from "./cover.js";
import { setExtent } from "./extents.js";
import { placeLabels } from "./label_places.js";
import { mapPane } from "./map_pane.js";
import { wheelIsForMap } from "./plotly.js";
import { opening } from "./view.js";

/** @typedef {import("../types").LabelData} LabelData */
/** @typedef {import("../types").Side} Side */
/** @typedef {import("./label_places.js").Spot} Spot */
/** @typedef {{ button: HTMLButtonElement, data: LabelData, width: number, height: number, spot?: Spot, at?: [lon: number, lat: number] }} Label */
const REST_MS = 140, EDGE_PX = 8, KEPT = 60;
const box = element("map"), group = element("map-labels");
const asked = boot.layers.filter((layer) => layer.labels);
/** @type {Record<Side, Map<string, Label>>} */
const labels = { a: new Map(), b: new Map() };
/** What the server said, by its address. @type {Map<string, LabelData>} */
const known = new Map();
for (const [id, data] of Object.entries(boot.labels ?? {})) known.set(`${id}?${labelQuery(id)}`, data);

/** @type {Record<string, AbortController>} */
const asking = {};
/** @param {string} id @param {Side} side @returns {Promise<LabelData | null>} */
async function ask(id, side) {
  const key = `${id}?${labelQuery(id, of(side) ?? state)}`, had = known.get(key);
  if (had) return had;
  if (inline) return inline.label(key);
  asking[side + id]?.abort();
  const control = (asking[side + id] = new AbortController());
  try {
    const answer = await fetch(inLanguage(`${base}/labels/${id}.json?${key.slice(id.length + 1)}`), { signal: control.signal });
    if (!answer.ok) return null;
    const data = await answer.json();
    known.set(key, data);
    if (known.size > KEPT) known.delete(/** @type {string} */ (known.keys().next().value));
    return data;
  } catch { return null; } // overtaken by a newer one, or no answer: the label stays as it was
}

/** Sides that are on screen. @returns {Side[]} */
const sides = () => (state.scene?.labels === false ? [] : state.other ? ["a", "b"] : ["a"]);

/** Take the words and places of what is shown; each layer's come when they come. */
function refresh() {
  for (const side of /** @type {Side[]} */ (["a", "b"])) {
    const shown = sides().includes(side) ? of(side)?.layers : null;
    for (const { id } of asked) {
      if (!shown?.has(id)) { take(side, id, null); continue; }
      ask(id, side).then((data) => { if (data && of(side)?.layers.has(id)) take(side, id, data); });
    }
  }
}

/** What labels keep clear of, with the labels' own data. @type {Record<Side, Map<string, LabelData>>} */
const around = { a: new Map(), b: new Map() };
/** @param {Side} side @param {string} id @param {LabelData | null} data */
function take(side, id, data) {
  if (data) around[side].set(id, data); else around[side].delete(id);
  if (data && side === state.side) setExtent(id, data.extent);
  const old = labels[side].get(id);
  if (!data?.places?.length) {
    old?.button.remove();
    labels[side].delete(id);
  } else if (old?.data !== data) {
    const button = old?.button ?? make("button", { type: "button", className: "map-label" });
    button.dataset.mapLabel = id;
    button.dataset.overMap = "";
    button.dataset.side = side;
    button.style.setProperty("--accent-light", layerById[id].accent?.light ?? "");
    button.style.setProperty("--accent-dark", layerById[id].accent?.dark ?? "");
    button.ariaLabel = `${data.number} ${data.name}: ${data.text}`;
    button.replaceChildren(make("span", { className: "map-label-number", textContent: String(data.number) }),
      make("span", { className: "map-label-words" }, make("strong", { textContent: data.name ?? "" }), make("span", { textContent: data.text ?? "" })));
    if (!old) insert(button, data.number ?? 0);
    labels[side].set(id, { width: 0, height: 0, ...old, button, data });
  } else return;
  soon();
}
/** In the order of the argument, which is that of the Tab key. @param {HTMLButtonElement} button @param {number} number */
function insert(button, number) {
  button.hidden = true;
  button.style.order = String(number);
  const after = [...group.children].find((other) => other instanceof HTMLElement && Number(other.style.order) > number);
  group.insertBefore(button, after ?? null);
}
/** Take the sizes of labels, hidden ones too: all are shown before any is asked, so that the page is laid out once. @param {Label[]} all */
function measure(all) {
  const hidden = all.filter(({ button }) => button.hidden);
  for (const { button } of hidden) button.hidden = false;
  for (const label of all) Object.assign(label, { width: label.button.offsetWidth, height: label.button.offsetHeight });
  for (const { button } of hidden) button.hidden = true;
}

// -- where they stand -----------------------------------------------------------------------------------------------------------
/** From degrees to px of the map: the live map's own, or before there is one the same by reckoning. */
function camera() {
  const map = mapPane.live;
  if (map) return { project: (/** @type {[number, number]} */ place) => map.project(place), kmPerPx: kmPerPixel(map.getCenter().lat, map.getZoom()) };
  const view = opening();
  return { project: projectAt(view, box), kmPerPx: kmPerPixel(view.lat, view.zoom) };
}

/** Both maps look at the same place; where one stands above the other, that of B is half a box lower. @param {Side} side */
function projectOn(side) {
  const { project } = camera(), lower = side === "b" && stacked.matches ? box.clientHeight / 2 : 0;
  return (/** @type {[number, number]} */ place) => { const { x, y } = project(place); return { x, y: y + lower }; };
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;
function soon(ms = 0) {
  clearTimeout(resting);
  delete root.dataset.labels;
  resting = setTimeout(place, ms);
}

function place() {
  const { kmPerPx } = camera(), sheet = box.getBoundingClientRect();
  const blocked = coverOf(box, ".map-label");
  const divide = (sheet.width * (Number.parseFloat(box.style.getPropertyValue("--divide")) || 50)) / 100;
  const two = sides().length > 1, above = two && stacked.matches;
  for (const side of sides()) {
    const project = projectOn(side);
    const spoken = (state.scene?.places ?? []).filter(({ layer }) => layer !== "ground").flatMap(({ lon, lat }) => Array(boot.placing.spoken).fill(project([lon, lat])));
    const mine = [...labels[side].entries()].sort(([, a], [, b]) => (a.data.number ?? 0) - (b.data.number ?? 0));
    measure(mine.map(([, label]) => label));
    /** @type {import("./label_places.js").Box} */
    const frame = above ? [EDGE_PX, EDGE_PX + (side === "b" ? sheet.height / 2 : 0), sheet.width - EDGE_PX, sheet.height / (side === "a" ? 2 : 1) - EDGE_PX] : [two && side === "b" ? divide + EDGE_PX : EDGE_PX, EDGE_PX, two && side === "a" ? divide - EDGE_PX : sheet.width - EDGE_PX, sheet.height - EDGE_PX];
    const spots = placeLabels(mine.map(([id, { data, width, height, spot }]) => ({ id, width, height, before: spot,
      places: (data.places ?? []).map(([lon, lat, km]) => ({ ...project([lon, lat]), room: km / kmPerPx })) })),
    { frame, blocked,
      clear: [...around[side].values()].flatMap((data) => data.clear.map(([lon, lat, half]) => ({ ...project([lon, lat]), half }))),
      towns: [...spoken, ...[...around[side].values()].flatMap((data) => data.towns.map((at) => project(at)))] }, boot.placing);
    for (const [id, label] of mine) {
      label.spot = spots.get(id);
      const at = label.spot && label.data.places?.[label.spot.place];
      label.at = at && [at[0], at[1]];
      label.button.hidden = !at;
      if (!at || !label.spot) continue;
      const from = project([at[0], at[1]]);
      label.button.dataset.dx = String(label.spot.x - from.x);
      label.button.dataset.dy = String(label.spot.y - from.y);
    }
  }
  move();
  for (const view of mapPane.views) view.placeNamesAgain(); // clear of the labels
  sayOutside(camera().project, above ? new DOMRect(0, 0, sheet.width, sheet.height / 2) : sheet);
  root.dataset.labels = "placed";
}

/** Say of each guarantee how many of its members are out of view. @param {(place: [number, number]) => import("../types").Pixel} project @param {DOMRect} sheet */
function sayOutside(project, { width, height }) {
  for (const { id } of asked) {
    const { members = [], members_called: called = "" } = (state.layers.has(id) && around[state.side].get(id)) || {};
    const outside = members.filter((at) => { const { x, y } = project(at); return x < 0 || y < 0 || x > width || y > height; }).length;
    announce("members-outside", { layer: id, outside, called, members });
  }
}

function move() {
  for (const side of sides()) {
    const project = projectOn(side);
    for (const { button, at, width, height } of labels[side].values()) {
      if (!at) continue;
      const { x, y } = project(at);
      button.style.transform = `translate(${Math.round(x + Number(button.dataset.dx) - width / 2)}px, ${Math.round(y + Number(button.dataset.dy) - height / 2)}px)`;
    }
  }
}

document.addEventListener("map-move", () => {
  if (box.dataset.state !== "live") return; // the picture stands still
  move();
  soon(REST_MS);
});
document.addEventListener("map-live", () => soon());
listen((keys) => { if (keys.some((key) => ["layers", "line", "params", "side", "other"].includes(key))) refresh(); });
new MutationObserver(() => soon(REST_MS)).observe(root, { attributes: true, attributeFilter: ["data-left", "data-right", "data-legend", "data-present", "data-arrived", "data-compare"] });
new ResizeObserver(() => soon(REST_MS)).observe(box);

group.addEventListener("click", ({ target }) => {
  const button = closest(target, ".map-label");
  if (button) announce("guarantee-label", { layer: button.dataset.mapLabel, side: button.dataset.side });
});
// The wheel turns the map where a label lies over it.
group.addEventListener("wheel", (event) => {
  if (boot.embed && !wheelIsForMap(event)) return;
  event.preventDefault();
  mapPane.live?.getCanvas().dispatchEvent(new WheelEvent("wheel", event));
}, { passive: false });
document.fonts.ready.then(() => soon());
refresh();
