/* Where the map of this page opens, and the server's picture of that place, shown until the live map is ready. */
import { element, elementOf, make } from "../dom.js";
import { base, boot } from "../state/boot.js";
import { inline } from "../state/inline.js";
import { query, state, theme } from "../state/scenario.js";
import { narrow, upright } from "../state/screen.js";
import { fitBounds } from "./camera.js";
import { boundsOf } from "./extents.js";

/** @typedef {import("./camera.js").Frame} Frame */
const box = element("map");
/** Half a symbol at the edge. */
const SYMBOL_PX = 14, CLEAR_PX = 2;
/** A picture of a larger frame than this is not worth four times the bytes for the moment that it is seen. */
const FRAME_PX = 350_000;

/** @param {import("../types").Bounds} bounds @param {number} [pad] @param {Frame} [frame] @param {import("./camera.js").Room} [room] */
export const fit = (bounds, pad = 16, frame = box, room) => fitBounds(bounds, pad, frame, room);

/** How far what lies over the edges of a map reaches into it, in px. @param {string} selector @param {Frame} [frame] */
function boxOver(selector, frame = box) {
  const map = (frame instanceof Element ? frame : box).getBoundingClientRect();
  const over = [...document.querySelectorAll(selector)].map((one) => one.getBoundingClientRect()).filter(({ width }) => width);
  return { top: Math.max(0, ...over.map(({ bottom }) => bottom - map.top + CLEAR_PX)), bottom: Math.max(0, ...over.map(({ top }) => map.bottom - top + CLEAR_PX)),
    left: Math.max(0, ...over.map(({ right }) => right - map.left + CLEAR_PX)) };
}
/** What of a map the buttons at its head take. @param {Frame} [frame] */
export const headRoom = (frame = box) => boxOver(".view-buttons, #timeline", frame).top;

/** The same for a named view on screen, clear of the buttons and of the legend in the corner: beside it or above it, whichever shows more.
 * @param {import("../types").NamedView} view @param {Frame} [frame] */
export function fitView(view, frame = box) {
  const bounds = boundsOf(view);
  if (boot.embed && narrow.matches) return fit(bounds, SYMBOL_PX, frame);
  const top = headRoom(frame), pad = narrow.matches ? 10 : SYMBOL_PX, legend = boxOver("#legend", frame);
  const beside = fit(bounds, pad, frame, { left: view.beside_legend * legend.left, top });
  if (!view.beside_legend) return beside;
  const above = fit(bounds, pad, frame, { left: 0, top, bottom: Math.max(0, legend.bottom - pad) });
  return above.zoom > beside.zoom ? above : beside;
}

/** How much of a wide map lies under a scene's timeline, on its right, in px. @param {import("../types").Scene} scene */
export const besideOf = (scene) => (scene.timeline.length && !upright.matches ? box.clientWidth / 2 : 0);
/** Where a scene of a briefing looks. @param {import("../types").Scene} scene */
function fitScene(scene) {
  const beside = besideOf(scene);
  const view = fit(scene.bounds ?? boundsOf(boot.views.home, { layers: new Set(scene.state.layers) }), 28, { clientWidth: box.clientWidth - beside, clientHeight: box.clientHeight });
  return { ...view, lon: view.lon + (beside / 2) * (360 / (512 * 2 ** view.zoom)) };
}
/** The view as the address says it, until somebody moves the map. */
const sent = state.view;
/** In a frame, the ground that a view shows on the screen that it was made on. @param {import("../types").View} view */
function framed(view) {
  const screen = view === sent && boot.embed?.screen_px;
  return screen ? { ...view, zoom: Math.max(1, view.zoom + Math.log2(Math.min(box.clientWidth / screen[0], box.clientHeight / screen[1]))) } : view;
}
export const opening = () => (state.view && framed(state.view)) ?? (state.scene ? fitScene(state.scene) : fitView(boot.views.home));

/** The server's picture of the same scenario and size is on screen within a second. */
function showPicture() {
  const picture = elementOf("map-picture", HTMLImageElement);
  const view = opening();
  const small = !boot.embed || box.clientWidth * box.clientHeight < FRAME_PX;
  const ratio = small ? Math.min(2, Math.ceil(devicePixelRatio)) : 1;
  const rest = query().split("&").filter((pair) => pair && !/^(view|theme)=/.test(pair));
  const size = [`view=${view.lon.toFixed(5)},${view.lat.toFixed(5)},${view.zoom.toFixed(4)}`, `theme=${theme()}`,
    `size=${box.clientWidth}x${box.clientHeight}`, `ratio=${ratio}`];
  picture.addEventListener("load", () => { performance.mark("map-picture"); box.dataset.picture = "ready"; });
  const href = `${base}/picture.webp?${[...rest, ...size].join("&")}`;
  document.head.append(make("link", { rel: "preload", as: "image", href, fetchPriority: "high" })); // an image alone is asked for when this script has ended
  picture.src = href;
}
if (!inline) showPicture();
