/* The measure tool: distance, bearing and flight time from click to click; area of a shape. */
import { g } from "../state/page.js";

const { inverse, areaKm2, lengthKm, outlineKm, polygons, arc, KM_PER_NM } = g.geodesy;
const { PI, abs, cos, hypot, round } = Math;
const root = document.documentElement;
const box = document.getElementById("map");
const SPEED_KMH = { least: 100, most: 3000, usual: 850 };
const SAME_PX = 6; // a click this close to the last place means: done
const finger = matchMedia("(hover: none)");
const STATUS = { documented: "Documented", notional: "Notional", derived: "Derived" };

let on = false, mode = "distance", points = [], pointer = null, ended = false;
let shape = null; // {found, others, km2, outline} of the area measured; {note} while or why there is none
let speedKmh = Number(g.recall("measure-speed", "sessionStorage")) || SPEED_KMH.usual;
const map = () => (box.dataset.state === "live" ? g.map.live : null);
let second = null; // the map of the other scenario: it says where it is like the first
const maps = () => [map(), g.state.other && box.dataset.second === "live" ? second : null].filter(Boolean);

const card = document.createElement("section");
card.id = "measure-card";
card.hidden = true;
card.setAttribute("aria-label", "Measure");
card.innerHTML = `
  <div class="ruler-head">
    <h2>Measure</h2>
    <div class="ruler-modes" role="group" aria-label="What to measure">
      <button type="button" data-ruler="distance">Distance</button><button type="button" data-ruler="area">Area</button>
    </div>
    <span class="ruler-does">
      <button type="button" class="text-button" data-ruler="end" title="Enter">Done</button>
      <button type="button" class="text-button" data-ruler="clear" title="Esc">Clear</button>
    </span>
    <button type="button" class="icon-button" data-ruler="close" aria-label="Close the measure tool" title="Close  M">×</button>
  </div>
  <div class="ruler-scroll">
    <table class="ruler-legs"><thead><tr><th scope="col">Leg</th><th scope="col">km</th><th scope="col">nm</th>
      <th scope="col" title="Initial bearing, clockwise from true north">True bearing</th>
      <th scope="col" title="At one speed, without climb, turns or wind">Flight time</th></tr></thead><tbody></tbody><tfoot></tfoot></table>
    <div class="ruler-area"></div>
  </div>
  <div class="ruler-foot">
    <p class="ruler-hint" role="status"></p>
    <label class="ruler-speed">Flight at <input type="number" inputmode="numeric" min="${SPEED_KMH.least}" max="${SPEED_KMH.most}"
      step="10" id="measure-speed" aria-describedby="measure-speed-range"> km/h</label>
    <span id="measure-speed-range" hidden>${SPEED_KMH.least} to ${SPEED_KMH.most.toLocaleString("en")} km/h</span>
  </div>
  <p class="ruler-said" role="status"></p>`;
document.body.append(card);
const part = (name) => card.querySelector(`.ruler-${name}`);
const speedField = card.querySelector("#measure-speed");
const cross = Object.assign(document.createElement("div"), { id: "measure-cross" });
cross.setAttribute("aria-hidden", "true");
box.append(cross);
const make = (tag, className, textContent) => Object.assign(document.createElement(tag), { className, textContent });

// -- numbers as text
const number = (value) => {
  const digits = value < 10 ? 2 : value < 1000 ? 1 : 0;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
};
const kmNm = (km) => `${number(km)} km · ${number(km / KM_PER_NM)} nm`;
const bearingText = (bearing) => `${String(round(bearing) % 360).padStart(3, "0")}°`;
function timeText(km) {
  const seconds = round((km / speedKmh) * 3600), minutes = round(seconds / 60);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Legs between the fixed places, and the one that follows the pointer. */
function legs() {
  const ends = pointer && !ended && points.length ? [...points, pointer] : points;
  return ends.slice(1).map((to, i) => ({ from: ends[i], to, ...inverse(...ends[i], ...to), live: i === points.length - 1 }));
}

// -- on the map
const LAYERS = ["measure-casing", "measure-line", "measure-point", "measure-text"];
const NONE = { type: "FeatureCollection", features: [] };
const feature = (kind, type, coordinates, more = {}) => ({ type: "Feature", properties: { kind, ...more }, geometry: { type, coordinates } });
const rounded = (value) => (value < 100 ? number(value) : round(value).toLocaleString("en"));

/** A leg's length in words beside its middle, on the side where the line does not run through it. */
function label({ path, km }) {
  const [[west, south], [east, north]] = [path[0], path.at(-1)].sort((a, b) => a[0] - b[0]);
  const slope = (north - south) / cos(((north + south) / 360) * PI) / (east - west); // as on screen
  const anchor = abs(slope) < 0.2 ? "bottom" : abs(slope) > 4 ? "left" : slope > 0 ? "top-left" : "bottom-left";
  return feature("label", "Point", path[path.length >> 1], { anchor, label: `${rounded(km)} km · ${rounded(km / KM_PER_NM)} nm` });
}

function drawn(all) {
  const lines = all.map((leg) => ({ ...leg, path: arc(leg.from, leg.to, leg.km) }));
  return { ...NONE, features: [
    ...lines.map(({ path, live }) => feature(live ? "live" : "leg", "LineString", path)),
    ...lines.filter(({ km }) => km > 0).map(label),
    ...points.map((point) => feature("point", "Point", point)),
  ] };
}

function draw(all) {
  const data = drawn(all);
  for (const one of maps()) {
    if (one.getSource("measure")) one.getSource("measure").setData(data);
    else if (data.features.length) begin(one, data);
  }
}

function begin(one, data) {
  one.addSource("measure", { type: "geojson", data, tolerance: 0.1 });
  const line = { type: "line", source: "measure", layout: { "line-cap": "round", "line-join": "round" } };
  const is = (...kinds) => ["in", ["get", "kind"], ["literal", kinds]];
  one.addLayer({ ...line, id: LAYERS[0], filter: is("leg", "live"), paint: { "line-width": 5.5, "line-opacity": 0.85 } });
  one.addLayer({ ...line, id: LAYERS[1], filter: is("leg", "live"), paint: { "line-width": 2.2 } });
  one.addLayer({ id: LAYERS[2], type: "circle", source: "measure", filter: is("point"),
    paint: { "circle-radius": 4.5, "circle-stroke-width": 2 } });
  one.addLayer({ id: LAYERS[3], type: "symbol", source: "measure", filter: is("label"),
    layout: { "text-field": ["get", "label"], "text-font": ["Noto Sans Bold"], "text-size": 13, "text-max-width": 30,
      "text-allow-overlap": true, "text-ignore-placement": true, "text-anchor": ["get", "anchor"],
      "text-radial-offset": 0.7 },
    paint: { "text-halo-width": 2.5 } });
  paint(one);
}

function paint(one) {
  const [ink, ground] = g.theme() === "dark" ? ["#ffffff", "#14191d"] : ["#111111", "#ffffff"];
  for (const [layer, name, colour] of [[0, "line-color", ground], [1, "line-color", ink], [2, "circle-color", ground],
    [2, "circle-stroke-color", ink], [3, "text-color", ink], [3, "text-halo-color", ground]])
    one.setPaintProperty(LAYERS[layer], name, colour);
}

function wipe(one) {
  for (const id of LAYERS) one.removeLayer(id);
  one.removeSource("measure");
}
const begun = () => maps().filter((one) => one.getSource("measure"));

// -- on the card
function row(name, km, bearing, live = false) {
  const tr = make("tr", live ? "ruler-live" : "");
  const th = make("th", "", name);
  th.scope = "row";
  tr.append(th, ...[number(km), number(km / KM_PER_NM), bearing === null ? "" : bearingText(bearing), timeText(km)].map((text) => make("td", "", text)));
  return tr;
}

function hint() {
  const press = finger.matches ? "Tap" : "Click";
  if (!map()) return box.dataset.state === "live" ? "Measuring needs the live map, which this browser cannot draw." : "The map is still loading …";
  if (shape) return shape.note ?? "";
  if (mode === "area") return `${press} an area on the map: an oblast, a zone, the edge of a reach ring.`;
  if (!points.length) return finger.matches ? "Tap the first place." : "Click the first place; Shift+click measures an area.";
  if (ended) return `${press} to start again.`;
  if (points.length === 1) return `${press} the next place.`;
  return finger.matches ? "Tap for another leg; tap the last place again to end." : "Click for another leg; double-click or Enter ends.";
}

function show() {
  if (!on) return;
  const all = legs();
  const lengths = shape ? [] : all;
  const total = all.reduce((sum, { km }) => sum + km, 0);
  part("legs").hidden = !lengths.length;
  card.querySelector("tbody").replaceChildren(...lengths.map((leg, i) => row(String(i + 1), leg.km, leg.bearing, leg.live)));
  card.querySelector("tfoot").replaceChildren(...(lengths.length > 1 ? [row("Total", total, null)] : []));
  showArea();
  const text = hint();
  if (part("hint").textContent !== text) part("hint").textContent = text;
  part("speed").hidden = mode === "area" || !!shape;
  for (const name of ["distance", "area"]) card.querySelector(`[data-ruler=${name}]`).setAttribute("aria-pressed", String(mode === name));
  card.querySelector("[data-ruler=end]").hidden = mode === "area" || ended || points.length < 2;
  card.querySelector("[data-ruler=clear]").hidden = !points.length && !shape;
  root.dataset.measuring = mode;
  maps().forEach((one) => one.doubleClickZoom.disable());
  draw(all);
}

function showArea() {
  const place = part("area");
  place.hidden = !shape?.found;
  if (place.hidden) return place.replaceChildren();
  const { found, others, km2, outline } = shape;
  const head = make("p", "ruler-name");
  head.append(make("strong", "", found.name), make("span", `status status-${found.status}`, STATUS[found.status] ?? ""));
  const facts = make("dl", "");
  for (const [name, value] of [["Area", `${number(km2)} km²`], ["Outline", kmNm(outline)]])
    facts.append(make("dt", "", name), make("dd", "", value));
  place.replaceChildren(head, facts);
  if (!others.length) return;
  const more = make("p", "ruler-more", "Also here: ");
  others.forEach((other, i) => more.append(Object.assign(make("button", "text-button", other.name), { type: "button", onclick: () => choose(i) })));
  place.append(more);
}
/** Measure another of the shapes under the same click. */
function choose(index) {
  const { found, others } = shape;
  measureShapes([others[index], found, ...others.filter((_, i) => i !== index)]);
  card.querySelector("[data-ruler=area]").focus();
}

const say = (text) => { part("said").textContent = text; };
let waiting = false;
/** Once per frame, whatever the pointer does. */
function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; show(); });
}

// -- what the hand does
function add({ lngLat, point, target }) {
  if (ended || shape) clear();
  const at = points.length && target.project(points.at(-1));
  if (at && hypot(at.x - point.x, at.y - point.y) < SAME_PX) return end();
  points.push([lngLat.lng, lngLat.lat]);
  pointer = null;
  const all = legs(), leg = all.at(-1);
  if (leg) say(`Leg ${all.length}: ${number(leg.km)} kilometres, ${number(leg.km / KM_PER_NM)} nautical miles, bearing ${bearingText(leg.bearing)}, ${timeText(leg.km)}.`);
  show();
}
function end() {
  if (points.length < 2) return;
  ended = true;
  pointer = null;
  const km = lengthKm(points);
  say(`Total: ${number(km)} kilometres, ${number(km / KM_PER_NM)} nautical miles, ${timeText(km)}.`);
  show();
}
function clear() {
  if (shape) g.map.highlight(null, null);
  asked++;
  points = [];
  pointer = shape = null;
  ended = false;
  say("");
  show();
}

// -- area: of the whole feature as the server sent it, never of what the map cut into tiles
const collections = new Map(); // layer -> {url, features}: the last answer only
let asked = 0;
async function geometryOf({ layer, feature_id: id }) {
  const url = g.dataUrl(layer);
  if (collections.get(layer)?.url !== url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status} for ${url}`);
    const { features } = await response.json();
    collections.set(layer, { url, features: new Map(features.map((one) => [one.properties.feature_id, one])) });
  }
  return collections.get(layer).features.get(id);
}

async function measureShapes(candidates) {
  const mine = ++asked;
  if (!shape?.found) shape = { note: "Measuring …" };
  show();
  let areas;
  try {
    const features = await Promise.all(candidates.map(geometryOf));
    areas = candidates.map((candidate, i) => ({ ...candidate, ...features[i]?.properties, geometry: features[i]?.geometry }))
      .filter(({ geometry }) => geometry && polygons(geometry).length);
  } catch {
    if (mine !== asked) return;
    shape = { note: "The shape could not be loaded from the server. Click again to retry." };
    return show();
  }
  if (mine !== asked || !on) return; // a later click, or the end
  const [found, ...others] = areas;
  g.map.highlight(found?.layer ?? null, found?.feature_id ?? null);
  if (!found) shape = { note: "There is no area here. Its layer must be visible." };
  else {
    shape = { found, others: others.slice(0, 4), km2: areaKm2(found.geometry), outline: outlineKm(found.geometry) };
    say(`${found.name}: ${number(shape.km2)} square kilometres, outline ${number(shape.outline)} kilometres.`);
  }
  show();
}

/** What lies exactly there first; then what has its edge near, such as a ring that answers on its edge only. */
function areaAt(detail) {
  g.turnTo?.(detail.view.side); // the panels speak of the scenario that was clicked
  const exact = g.map.under(detail, 0), known = new Set(exact.map((f) => f.layer));
  points = [];
  pointer = null;
  ended = false;
  measureShapes([...exact, ...g.map.under(detail, finger.matches ? 12 : 5).filter((f) => !known.has(f.layer))]);
}

// -- on and off
function start() {
  on = g.measuring = true;
  card.hidden = false;
  g.foldDrawers?.();
  document.dispatchEvent(new CustomEvent("map-mouseout")); // no tooltip stays behind
  speedField.value = speedKmh;
  show();
  markButton();
}
function stop() {
  clear();
  on = g.measuring = false;
  card.hidden = true;
  delete root.dataset.measuring;
  begun().forEach(wipe);
  maps().forEach((one) => one.doubleClickZoom.enable());
  if (card.contains(document.activeElement)) document.getElementById("measure-toggle")?.focus();
  markButton();
}
const toggle = () => (on ? stop() : start());
function markButton() { document.getElementById("measure-toggle")?.setAttribute("aria-pressed", String(on)); }

const does = {
  distance: () => { clear(); mode = "distance"; show(); },
  area: () => { clear(); mode = "area"; show(); },
  end, clear, close: stop,
};
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("#measure-toggle")) return toggle();
  does[target.closest?.("[data-ruler]")?.dataset.ruler]?.();
});

// Before the page's own listeners (shell.js), which open the feature's page.
document.addEventListener("map-click", (event) => {
  if (!on) return;
  event.stopImmediatePropagation();
  if (!map()) return;
  if (mode === "area" || event.detail.originalEvent?.shiftKey) areaAt(event.detail); else add(event.detail);
}, true);
document.addEventListener("map-mousemove", ({ detail }) => {
  if (!on || mode === "area" || ended || !points.length || finger.matches) return;
  pointer = [detail.lngLat.lng, detail.lngLat.lat];
  soon();
});
document.addEventListener("map-mouseout", () => { if (on && pointer) { pointer = null; soon(); } });
document.addEventListener("map-live", show);

// By keyboard: the map has the focus, the arrows move it under a cross, the space bar sets a place there.
const byKeys = (yes) => box.toggleAttribute("data-by-keys", yes);
const focused = () => box.hasAttribute("data-by-keys") && maps().find((one) => one.getCanvas() === document.activeElement);
box.addEventListener("focusin", ({ target }) => { if (target.matches("canvas:focus-visible")) byKeys(true); });
box.addEventListener("keydown", ({ key, target }) => { if (target.matches("canvas") && (key.startsWith("Arrow") || key === " ")) byKeys(true); }, true);
for (const event of ["pointerdown", "pointermove"]) box.addEventListener(event, () => byKeys(false), true);
document.addEventListener("map-move", ({ detail: moved }) => {
  if (moved !== g.map.live) second = moved;
  if (!on || mode === "area" || ended || !points.length || moved !== focused()) return;
  const { lng, lat } = moved.getCenter();
  pointer = [lng, lat];
  soon();
});
addEventListener("keydown", (event) => {
  const field = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (g.inDialog() || event.ctrlKey || event.metaKey || event.altKey) return;
  const taken = () => { event.preventDefault(); event.stopImmediatePropagation(); };
  if (!field && event.key.toLowerCase() === "m") { taken(); return toggle(); }
  if (!on || (field && field !== speedField)) return;
  if (event.key === "Escape") {
    taken();
    if (field) field.blur(); else if (points.length || shape) clear(); else stop();
  } else if (event.key === "Enter" && !event.target.closest("button, a, input, summary")) {
    taken();
    end();
  } else if (event.key === " " && focused()) {
    taken();
    const one = focused(), lngLat = one.getCenter();
    one.fire("click", { lngLat, point: one.project(lngLat), originalEvent: event });
  }
}, true);

// -- speed: for this visit
const goodSpeed = (value) => value >= SPEED_KMH.least && value <= SPEED_KMH.most;
function markSpeed(bad) {
  speedField.setAttribute("aria-invalid", String(bad));
  card.querySelector("#measure-speed-range").hidden = !bad;
}
speedField.addEventListener("input", () => {
  const value = speedField.valueAsNumber;
  markSpeed(!goodSpeed(value));
  if (!goodSpeed(value)) return;
  speedKmh = value;
  g.remember("measure-speed", String(value), "sessionStorage");
  show();
});
speedField.addEventListener("change", () => { speedField.value = speedKmh; markSpeed(false); });
if (!goodSpeed(speedKmh)) speedKmh = SPEED_KMH.usual;

// -- the rest of the page changes
let again = 0;
g.listen((keys) => {
  if (keys.includes("theme")) begun().forEach(paint);
  if (!shape?.found || !(keys.includes("line") || keys.includes("params"))) return;
  clearTimeout(again); // the shape follows the assumptions, once a drag has come to rest
  again = setTimeout(() => shape?.found && measureShapes([shape.found, ...shape.others]), 300);
});
// On a phone the card lies across the foot of the map; what stands there moves up by its height.
new ResizeObserver(() => root.style.setProperty("--measure-height", `${card.offsetHeight}px`)).observe(card);
