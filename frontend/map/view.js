/* Where the map opens, and the server's picture of that place: runs before plotly.js is even parsed. */
import { g } from "../state/page.js";

const box = document.getElementById("map");

/** What this browser keeps for the page by key, or null. One that refuses to keep anything has it for this visit. */
const visit = new Map();
function recall(key, where = "localStorage") {
  if (visit.has(key)) return visit.get(key);
  try { return window[where].getItem(key); } catch { return null; }
}
function remember(key, text, where = "localStorage") {
  try { window[where].setItem(key, text); visit.delete(key); } catch { visit.set(key, text); }
}

// Panels first: what is folded stays folded, and the map must open at the size it will have.
const root = document.documentElement;
const narrow = matchMedia("(max-width: 767px)"), medium = matchMedia("(max-width: 1199px)");
function layPanels() {
  const kept = (side) => recall(`panel-${side}`) ?? "open";
  root.dataset.left = narrow.matches ? "folded" : kept("left");
  root.dataset.right = medium.matches ? "folded" : kept("right");
  root.dataset.legend = narrow.matches ? "folded" : "open";
}
layPanels();
g.upright = matchMedia("(max-aspect-ratio: 1/1), (max-width: 767px)"); // a briefing's text stands below the map, not beside it

const mercator = (lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

/** Centre and zoom that fit bounds [west, south, east, north] into a frame, beside what takes `room` (px) of it. */
function fit([west, south, east, north], pad = 16, frame = box, room = { left: 0, top: 0 }) {
  const width = Math.max(80, frame.clientWidth - room.left - 2 * pad), height = Math.max(80, frame.clientHeight - room.top - 2 * pad);
  const top = mercator(north), bottom = mercator(south);
  const fitting = Math.min(Math.log2((width * 360) / ((east - west) * 512)), Math.log2(height / ((bottom - top) * 512)));
  const zoom = Math.max(1, Math.min(12, fitting)), half = 0.5 / (512 * 2 ** zoom); // of a pixel, as a share of the world
  const middle = (top + bottom) / 2 - room.top * half;
  const lat = (Math.atan(Math.exp(Math.PI * (1 - 2 * middle))) * 360) / Math.PI - 90;
  return { lon: (west + east) / 2 - room.left * half * 360, lat, zoom };
}

/** The same for a named view on screen, clear of the buttons and of an open legend; on a phone that opens over the map. */
function fitView({ bounds, beside_legend: share }, frame = box) {
  if (narrow.matches) return fit(bounds, 16, frame);
  const legend = root.dataset.legend === "folded" ? 0 : Number.parseInt(getComputedStyle(root).getPropertyValue("--legend")) + 12;
  return fit(bounds, 10, frame, { left: share * legend, top: 44 });
}

/** Where a scene of a briefing looks; beside its timeline, which lies on the right half of a wide map. */
function fitScene(scene) {
  const beside = scene.timeline.length && !g.upright.matches ? box.clientWidth / 2 : 0;
  const view = fit(scene.bounds ?? g.boot.views.home.bounds, 28, { clientWidth: box.clientWidth - beside, clientHeight: box.clientHeight });
  return { ...view, lon: view.lon + (beside / 2) * (360 / (512 * 2 ** view.zoom)) };
}
const opening = () => g.state.view ?? (g.scene ? fitScene(g.scene) : fitView(g.boot.views.home));

/** The server's picture of the same scenario and size: on screen within a second, until the live map is ready. */
function showPicture() {
  const picture = document.getElementById("map-picture");
  const view = opening();
  const ratio = Math.min(2, Math.ceil(devicePixelRatio));
  const rest = g.query().split("&").filter((pair) => pair && !/^(view|theme)=/.test(pair));
  const size = [`view=${view.lon.toFixed(5)},${view.lat.toFixed(5)},${view.zoom.toFixed(4)}`, `theme=${g.theme()}`,
    `size=${box.clientWidth}x${box.clientHeight}`, `ratio=${ratio}`];
  picture.addEventListener("load", () => { performance.mark("map-picture"); box.dataset.picture = "ready"; });
  picture.src = `${g.base}/picture.webp?${[...rest, ...size].join("&")}`;
}

/** Whether a dialog lies over the page and has the keys; one that is closed may still be in it. */
const inDialog = () => [...document.querySelectorAll("[role=dialog], #single-card:not([hidden])")].some((one) => one.checkVisibility());

Object.assign(g, { recall, remember, fit, fitView, opening, inDialog, layPanels, narrow, medium });
if (!g.inline) showPicture();
