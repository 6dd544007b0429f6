/* A scene of a draft and the map: what of it the page can show, the map as a scene holds it, and its small picture. */
import { element } from "../dom.js";
import { mapPane } from "../map/map_pane.js";
import { besideOf, fit, opening } from "../map/view.js";
import { base, boot, layerOrder, paramSpecs } from "../state/boot.js";
import { state, theme, viewText, visible } from "../state/scenario.js";
import { listOf, scenarioOf } from "./values.js";
import { inLanguage } from "../state/words.js";

/** @typedef {import("../types").DraftScene} DraftScene */
const box = element("map");
const MARGIN_PX = 28, SHOT = { clientWidth: 320, clientHeight: 180 };

/** Where a scene looks in a frame of some size, or null for home. @param {DraftScene} scene @param {import("../map/view.js").Frame} [frame] */
export function viewOf(scene, frame = box) {
  const { view } = scenarioOf(scene);
  const [west, south, east, north, lon, lat, zoom] = ["west", "south", "east", "north", "lon", "lat", "zoom"].map((key) => Number(view?.[key] ?? NaN));
  if (west < east && south < north) return fit([west, south, east, north], frame === box ? MARGIN_PX : 4, frame);
  if (!Number.isFinite(lon + lat + zoom)) return null;
  return { lon, lat, zoom: frame === box ? zoom : Math.max(1, zoom + Math.log2(frame.clientWidth / Math.max(box.clientWidth, 1))) };
}
/** A scene's map as the page holds a scenario; what is not known here is left out, and reported by the server. @param {DraftScene} scene */
export function mapOf(scene) {
  const scenario = scenarioOf(scene);
  const params = Object.entries(scenario).filter(([key]) => Object.hasOwn(paramSpecs, key)).map(([key, value]) => [key, Array.isArray(value) ? value.join() : String(value)]);
  return { layers: layerOrder.filter((id) => listOf(scenario.layers).includes(id)), params: Object.fromEntries(params),
    line: Object.hasOwn(boot.dates, scenario.line) ? scenario.line : boot.defaults.line };
}
/** Where the map looks now: its bounds, so that they fit a screen of any shape. A scene on stage is seen beside its line of time.
 * @param {import("../types").Scene} [scene] @returns {{ west: number, south: number, east: number, north: number } | import("../types").View} */
export function captureView(scene) {
  const map = mapPane.live, height = box.clientHeight, width = box.clientWidth - (scene ? besideOf(scene) : 0);
  const a = map?.unproject([MARGIN_PX, height - MARGIN_PX]), b = map?.unproject([width - MARGIN_PX, MARGIN_PX]);
  /** @param {number} value */
  const four = (value) => Number(value.toFixed(4));
  const { lon, lat, zoom } = state.view ?? opening();
  const whole = a && b && a.lng > -180 && b.lng < 180 && a.lat > -80 && b.lat < 80;
  return whole ? { west: four(a.lng), south: four(a.lat), east: four(b.lng), north: four(b.lat) } : { lon: four(lon), lat: four(lat), zoom: Number(zoom.toFixed(2)) };
}
/** The map as it is now, as a scene holds it. @returns {Record<string, any> & { layers: string[], line: string }} */
export function capture() {
  const scenario = { layers: visible(), line: state.line, ...state.params };
  return state.view ? { ...scenario, view: captureView() } : scenario;
}
/** Whether the map shows what a scene shows, wherever it looks. @param {DraftScene} scene */
export const isOnMap = (scene) => {
  const { layers, line, params } = mapOf(scene);
  /** @param {Record<string, string>} value */
  const sorted = (value) => JSON.stringify(Object.entries(value).sort());
  return !state.other && layers.join() === visible().join() && line === state.line && sorted(params) === sorted(state.params);
};
/** The address of a scene's picture by the server. @param {DraftScene} scene */
export function pictureOf(scene) {
  const { layers, line, params } = mapOf(scene);
  const view = viewOf(scene, SHOT) ?? fit(boot.views.home.bounds, 4, SHOT);
  return inLanguage(`${base}/picture.webp?${new URLSearchParams({ layers: layers.join(), line, ...params, view: viewText(view), theme: theme(), size: "320x180" })}`);
}
