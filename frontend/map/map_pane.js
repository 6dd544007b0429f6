/* The map on the page: one view, or two to compare with a divider between them; where one looks, and what is under the mouse. */
import { g } from "../state/page.js";
import { plotlyLoaded } from "./plotly.js";

const box = document.getElementById("map");
const views = { a: new g.MapView("a", document.getElementById("map-plot")), b: null };
const all = () => Object.values(views).filter(Boolean);
const root = document.documentElement;
let homing = false; // on the way to a view that the address need not say
let quiet = 0, syncing = false; // moves that the page itself makes do not belong in the address

const look = (map) => { const c = map.getCenter(); return { lon: c.lng, lat: c.lat, zoom: map.getZoom() }; };
const jump = (map, view) => map.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom });
function quietly(act) {
  quiet++;
  act();
  quiet--;
}
const stamp = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

function listen(view) {
  return (map) => {
    const rests = () => !all().includes(view); // hiding a map resizes it, and MapLibre calls that a move
    map.on("move", () => {
      if (rests()) return;
      stamp("map-move", map);
      const twin = all().find((v) => v !== view)?.map;
      if (!twin || syncing) return;
      syncing = true;
      jump(twin, look(map));
      syncing = false;
    });
    let seen = g.viewText(look(map));
    map.on("moveend", () => {
      if (rests()) return;
      stamp("map-move", map);
      const now = g.viewText(look(map)), stayed = now === seen; // a map that is shown again is resized too
      seen = now;
      if (quiet || syncing || stayed || !view.ready || box.dataset.state !== "live" || homing) return void (homing = false);
      g.change({ view: look(map) });
    });
    for (const event of ["mousemove", "mouseout", "click"])
      map.on(event, (detail) => { detail.view = view; stamp(`map-${event}`, detail); });
    map.on("dataloading", (event) => event.dataType === "source" && busy(true));
    map.on("idle", () => busy(false));
    map.on("error", ({ sourceId }) => { // no frame comes that would end the waiting
      busy(false);
      if (sourceId) g.notify?.("Part of the map did not arrive, so it may show an earlier state. Reload the page to try again.", { id: "map-error", color: "orange" });
    });
    stamp("map-move", map);
  };
}

let busyTimer = 0;
function busy(on) {
  clearTimeout(busyTimer);
  if (on) busyTimer = setTimeout(() => { box.dataset.busy = "yes"; }, 300);
  else delete box.dataset.busy;
}

async function start() {
  if (g.state.other) root.dataset.compare = "yes";
  await views.a.open(g.opening(), listen(views.a));
  performance.mark("map-live");
  box.dataset.state = "live";
  document.getElementById("map-picture").hidden = true;
  stamp("map-live");
  followSize();
  followCompare();
}

// -- two scenarios ------------------------------------------------------------------------------------------------------
let resting = null;
const plotB = document.getElementById("map-plot-b");
async function followCompare() {
  const wanted = Boolean(g.state.other);
  root.toggleAttribute("data-compare", wanted);
  root.dataset.side = g.state.side;
  if (wanted) labelSides();
  if (wanted === Boolean(views.b) || box.dataset.state !== "live") return;
  if (!wanted) {
    resting = views.b; // kept for the next time: plotly.js does not like to be purged in the middle of a move
    views.b = null;
    delete box.dataset.second;
    return;
  }
  views.b = resting ?? new g.MapView("b", plotB);
  if (resting?.ready) {
    resting.resize();
    resting.follow(["theme"]);
    quietly(() => jump(resting.map, look(views.a.map)));
    box.dataset.second = "live";
    return;
  }
  busy(true);
  await views.b.open(views.a.map ? look(views.a.map) : g.opening(), listen(views.b));
  busy(false);
  if (!views.b) return;
  if (views.a.map && views.b.map) quietly(() => jump(views.b.map, look(views.a.map)));
  box.dataset.second = "live";
}
function labelSides() {
  for (const side of ["a", "b"]) document.getElementById(`side-${side}`).textContent = `${side.toUpperCase()} · ${g.boot.dates[g.of(side).line] ?? g.of(side).line}`;
}

const divider = document.getElementById("compare-divider");
function divide(percent) {
  const kept = Math.min(98, Math.max(2, percent));
  box.style.setProperty("--divide", `${kept}%`);
  divider.setAttribute("aria-valuenow", String(Math.round(kept)));
}
divider.addEventListener("pointerdown", (event) => {
  divider.setPointerCapture(event.pointerId);
  event.preventDefault();
  divider.focus();
});
divider.addEventListener("pointermove", (event) => {
  if (!divider.hasPointerCapture(event.pointerId)) return;
  const area = box.getBoundingClientRect();
  divide((100 * (event.clientX - area.left)) / area.width);
});
divider.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -2, ArrowRight: 2, PageDown: -10, PageUp: 10 }[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  divide(Number(divider.getAttribute("aria-valuenow")) + step);
});
divide(50);

g.listen((keys) => {
  if (keys.includes("other") || keys.includes("side")) followCompare();
  else if (g.state.other && keys.includes("line")) labelSides();
  if (keys.some((key) => key !== "view")) all().forEach((view) => view.follow(keys));
});

// -- where one looks --------------------------------------------------------------------------------------------------------
const still = matchMedia("(prefers-reduced-motion: reduce)");
function goTo(view, { keep = true, duration = 700 } = {}) {
  const { map, plot } = views.a;
  if (!map) return Plotly.relayout(plot, { "map.center": { lon: view.lon, lat: view.lat }, "map.zoom": view.zoom });
  homing = !keep;
  if (still.matches || !duration) return jump(map, view);
  map.flyTo({ center: [view.lon, view.lat], zoom: view.zoom, duration, essential: true });
  homing = !keep; // once more: a flight that this one interrupts has just told of its end
}
const fit = (view) => g.fitView(view, views.a.plot);

/** Home forgets the view, so that the address is short again and the map fits any screen. */
function home() {
  goTo(fit(g.boot.views.home), { keep: false });
  g.change({ view: null });
}

function zoomBy(step) {
  views.a.map?.easeTo({ zoom: views.a.map.getZoom() + step, duration: still.matches ? 0 : 200 });
}

function followSize() {
  if (box.dataset.state !== "live") return;
  const kept = g.scene ? g.opening() : g.state.view ?? fit(g.boot.views.home);
  quiet++; // MapLibre tells of a resize as of a move
  Promise.all(all().map(async (view) => { await view.resize(); if (view.map) jump(view.map, g.scene ? g.opening() : kept); }))
    .finally(() => { quiet--; });
}
new ResizeObserver(followSize).observe(views.a.plot);

g.map = {
  goTo, home, fit, zoomBy,
  under: (detail, reach) => detail.view.under(detail.point, reach),
  highlight: (layer, id) => all().forEach((view) => view.highlight(view.side === g.state.side ? layer : null, id)),
  get live() { return views.a.map; },
  get views() { return all(); },
};
plotlyLoaded.then(start);
