/* The map on the page: one view, or two to compare; where one looks, and what is under the mouse. */
import { announce, element, root } from "../dom.js";
import { notify } from "../panels/notes.js";
import { boot } from "../state/boot.js";
import { called } from "../state/called.js";
import { change, listen as listenState, showsOnlyIn, state, viewText } from "../state/scenario.js";
import { still } from "../state/screen.js";
import "./compare.js";
import { around } from "./extents.js";
import { outOf, placeAt, projectAt, setClosest } from "./camera.js";
import { MapView } from "./map_view.js";
import { plotlyLoaded, relayout } from "./plotly.js";
import { fitView, headRoom, opening } from "./view.js";
import { t } from "../state/words.js";

/** @typedef {import("../types").LiveMap} LiveMap */
/** @typedef {import("../types").View} View */
const box = element("map");
const WATCHED_PX = 48;
setClosest(boot.zoom.closest);
const viewA = new MapView("a", element("map-plot"));
/** @type {MapView | null} */
let viewB = null;
const all = () => [viewA, viewB].filter((view) => view !== null);
let homing = false; // on the way to a view that the address need not say
/** The named view that was asked for last, until the person moves the map: at another size it is fitted again. @type {import("../types").NamedView | null} */
let subject = null;
/** Where a flight ends. @type {View | null} */
let heading = null;
/** What was clicked: a panel that opens may not hide it. @type {{ lng: number, lat: number } | null} */
let watched = null;
let quiet = 0, syncing = false; // moves that the page itself makes do not belong in the address
export const isLive = () => box.dataset.state === "live";

/** @param {import("../types").Side} side */
const viewOf = (side) => all().find((view) => view.side === side) ?? viewA;

/** @param {LiveMap} map */
const look = (map) => { const c = map.getCenter(); return { lon: c.lng, lat: c.lat, zoom: map.getZoom() }; };
/** @param {LiveMap} map @param {View} view */
const jump = (map, view) => map.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom });
/** @param {() => void} act */
function quietly(act) {
  quiet++;
  act();
  quiet--;
}

/** @param {MapView} view */
const listen = (view) => (/** @type {LiveMap} */ map) => {
  const rests = () => !all().includes(view); // hiding a map resizes it, and MapLibre calls that a move
  map.on("move", () => {
    if (rests()) return;
    announce("map-move", map);
    const twin = all().find((v) => v !== view)?.map;
    if (!twin || syncing) return;
    syncing = true;
    jump(twin, look(map));
    syncing = false;
  });
  let seen = viewText(look(map));
  map.on("moveend", () => {
    if (rests()) return;
    announce("map-move", map);
    const now = viewText(look(map)), stayed = now === seen; // a map that is shown again is resized too
    seen = now;
    if (quiet || syncing || stayed || !view.ready || !isLive() || homing) return void (homing = false);
    heading = null;
    if (subject && now !== viewText(fit(subject))) subject = null;
    change({ view: look(map) });
  });
  for (const event of ["mousemove", "mouseout", "click"])
    map.on(event, (detail) => { detail.view = view; announce(`map-${event}`, detail); });
  map.on("dataloading", (event) => event.dataType === "source" && busy(true));
  map.on("idle", () => busy(false));
  map.on("error", ({ sourceId }) => { // no frame comes that would end the waiting
    busy(false);
    if (sourceId) notify(t("Part of the map did not arrive, so it may show an earlier state. Reload the page to try again."), { id: "map-error", color: "orange" });
  });
  announce("map-move", map);
};

/** How long work goes on before the map says so: longer while its picture stands in, for without a graphics processor the saying takes
 * a tenth of a second from the map. */
const BUSY_MS = 300, LOADING_MS = 3000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let busyTimer;
/** @param {boolean} on */
function busy(on) {
  clearTimeout(busyTimer);
  if (on) busyTimer = setTimeout(() => { box.dataset.busy = "yes"; }, isLive() ? BUSY_MS : LOADING_MS);
  else delete box.dataset.busy;
}

async function start() {
  if (state.other) root.dataset.compare = "yes";
  await viewA.open(opening(), listen(viewA));
  performance.mark("map-live");
  box.dataset.state = "live";
  element("map-picture").hidden = true;
  announce("map-live");
  followSize();
  followCompare();
}

// -- two scenarios ------------------------------------------------------------------------------------------------------
/** @type {MapView | null} */
let resting = null;
async function followCompare() {
  const wanted = Boolean(state.other);
  root.toggleAttribute("data-compare", wanted);
  root.toggleAttribute("data-only-in", showsOnlyIn());
  root.dataset.side = state.side;
  if (wanted) labelSides();
  if (wanted === Boolean(viewB) || !isLive()) return;
  if (!wanted) {
    resting = viewB; // kept for the next time: plotly.js does not like to be purged in the middle of a move
    viewB = null;
    delete box.dataset.second;
    return;
  }
  const view = (viewB = resting ?? new MapView("b", element("map-plot-b")));
  if (view.ready && view.map) {
    view.resize();
    view.follow(["theme"]);
    matchA(view.map);
    box.dataset.second = "live";
    return;
  }
  busy(true);
  await view.open(viewA.map ? look(viewA.map) : opening(), listen(view));
  busy(false);
  if (!viewB) return;
  if (view.map) matchA(view.map);
  box.dataset.second = "live";
}
/** @param {LiveMap} map */
function matchA(map) {
  const { map: first } = viewA;
  if (first) quietly(() => jump(map, look(first)));
}
function labelSides() {
  for (const [index, side] of /** @type {const} */ (["a", "b"]).entries()) element(`side-${side}`).textContent = called(index);
}

listenState((keys) => {
  if (["other", "side", "more"].some((key) => keys.includes(/** @type {import("../types").StateKey} */ (key)))) followCompare();
  else if (state.other && keys.some((key) => key !== "view")) labelSides();
  if (keys.some((key) => key !== "view")) all().forEach((view) => view.follow(keys));
});

// -- where one looks --------------------------------------------------------------------------------------------------------
/** @param {View} view @param {{ keep?: boolean, duration?: number }} [options] `keep`: the address says it */
function goTo(view, { keep = true, duration = 700 } = {}) {
  const { map, plot } = viewA;
  if (!map) return void relayout(plot, { "map.center": { lon: view.lon, lat: view.lat }, "map.zoom": view.zoom });
  homing = !keep;
  subject = null;
  if (still.matches || !duration) return jump(map, view);
  heading = keep ? view : null;
  map.flyTo({ center: [view.lon, view.lat], zoom: view.zoom, duration, essential: true });
  [homing, heading] = [!keep, keep ? view : null]; // once more: a flight that this one interrupts has just reported its end
}
/** @param {import("../types").NamedView} view */
const fit = (view) => fitView(view, viewA.plot);

/** Home forgets the view, so that the address is short again and the map fits any screen. */
function home() {
  heading = null;
  goTo(fit(boot.views.home), { keep: false });
  change({ view: null });
}

/** @param {import("../types").NamedView} view */
function lookAt(view) {
  goTo(fit(view));
  subject = view;
}

/** @param {number} step */
function zoomBy(step) {
  viewA.map?.easeTo({ zoom: viewA.map.getZoom() + step, duration: still.matches ? 0 : 200 });
}

let sizing = Promise.resolve();
/** Once the map has the size that its place on the page has got by now: the observer speaks after the next frame's layout. */
const sized = () => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }).then(() => sizing);
function followSize() {
  if (!isLive()) return;
  const fitted = subject && fit(subject), to = fitted ?? heading; // a flight is over when the frame changes
  const kept = state.scene || (!to && state.view) ? opening() : to ?? fit(boot.views.home);
  heading = null;
  quiet++; // MapLibre reports a resize as a move
  sizing = Promise.all(all().map(async (view) => { await view.resize(); if (view.map) jump(view.map, state.scene ? opening() : inSight(kept)); }))
    .then(() => {}).finally(() => { quiet--; });
  if (to && !state.scene) change({ view: to });
}
/** The same view, moved no more than it takes to see what was clicked. @param {View} view @returns {View} */
function inSight(view) {
  if (!watched) return view;
  const { plot } = viewA, at = projectAt(view, plot)([watched.lng, watched.lat]), top = headRoom(plot);
  const { x, y } = outOf(at, plot, { left: 0, top }, WATCHED_PX);
  if (!x && !y) return view;
  const { lon, lat } = placeAt(view, plot)({ x: plot.clientWidth / 2 + x, y: plot.clientHeight / 2 + y });
  return { ...view, lon, lat };
}
new ResizeObserver(followSize).observe(viewA.plot);

export const mapPane = {
  goTo, home, fit, zoomBy, look: lookAt, sized,
  /** A place stays in sight when panels take room from the map. @param {{ lng: number, lat: number } | null} place */
  keepInSight(place) { watched = place; },
  /** Look at places, whole and clear of the panels. @param {[lon: number, lat: number][]} places */
  show: (places) => goTo(fit({ bounds: around(places), beside_legend: 1, fits: [] })),
  /** What lies under a click or the mouse. @param {import("../types").MapEvent} detail @param {number} [reach] in px */
  under: (detail, reach) => detail.view.under(detail.point, reach),
  /** @param {string | null} layer @param {string | null} id */
  highlight(layer, id) {
    all().forEach((view) => view.highlight(view.side === state.side ? layer : null, id));
    mapPane.warm("chosen", layer && id ? { layer, feature_id: id, name: "" } : null);
  },
  /** Mark a place or a stretch that is no feature. @param {import("geojson").Geometry | null} shape */
  mark: (shape) => all().forEach((view) => view.mark(view.side === state.side ? shape : null)),
  /** What is under the mouse, or chosen, in full. @param {"hovered" | "chosen"} how @param {import("../types").FeatureName | null} feature @param {MapView} [on] */
  warm: (how, feature, on) => all().forEach((view) => view.warm(how, view === (on ?? viewOf(state.side)) ? feature : null)),
  get live() { return viewA.map; },
  get views() { return all(); },
};
plotlyLoaded.then(start);
