/* Where the map of this page opens, and the server's picture of that place, shown until the live map is ready. */
import { element, elementOf, root } from "../dom.js";
import { base, boot } from "../state/boot.js";
import { inline } from "../state/inline.js";
import { query, state, theme } from "../state/scenario.js";
import { medium, narrow, upright } from "../state/screen.js";
import { fitBounds } from "./camera.js";
import { boundsOf } from "./extents.js";

/** @typedef {import("./camera.js").Frame} Frame */
const box = element("map");
/** Half a symbol at the edge, and the buttons above a phone's map. */
const SYMBOL_PX = 14, PHONE_TOP_PX = 40;
/** A picture of a larger frame than this is not worth four times the bytes for the moment that it is seen. */
const FRAME_PX = 350_000;

/** @param {import("../types").Bounds} bounds @param {number} [pad] @param {Frame} [frame] @param {{ left: number, top: number, right?: number }} [room] */
export const fit = (bounds, pad = 16, frame = box, room) => fitBounds(bounds, pad, frame, room);

/** The same for a named view on screen, clear of the buttons and of an open legend; on a phone that opens over the map.
 * @param {import("../types").NamedView} view @param {Frame} [frame] */
export function fitView(view, frame = box) {
  const bounds = boundsOf(view), style = getComputedStyle(root);
  if (boot.embed && narrow.matches) return fit(bounds, SYMBOL_PX, frame);
  if (narrow.matches) return fit(bounds, 16, frame, { left: 0, top: PHONE_TOP_PX });
  const legend = root.dataset.legend === "folded" ? 0 : Number.parseInt(style.getPropertyValue("--legend")) + 12;
  const right = medium.matches && root.dataset.right === "open" ? Number.parseInt(style.getPropertyValue("--right")) : 0; // it lies over the map
  return fit(bounds, SYMBOL_PX, frame, { left: view.beside_legend * legend, top: boot.embed ? 0 : 44, right });
}

/** Where a scene of a briefing looks; beside its timeline, which lies on the right half of a wide map. @param {import("../types").Scene} scene */
function fitScene(scene) {
  const beside = scene.timeline.length && !upright.matches ? box.clientWidth / 2 : 0;
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
  picture.src = `${base}/picture.webp?${[...rest, ...size].join("&")}`;
}
if (!inline) showPicture();
