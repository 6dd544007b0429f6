/* A scene of a draft and the map: what of it the page can show, the map as a scene holds it, and its small picture. */
import { g } from "../state/page.js";

const { listOf } = g.sceneForm;
const box = document.getElementById("map");
const MARGIN_PX = 28, SHOT = { clientWidth: 320, clientHeight: 180 };

const scenarioOf = (scene) => (typeof scene?.scenario === "object" && scene.scenario !== null ? scene.scenario : {});
/** Where a scene looks in a frame of some size, or null for home. */
function viewOf(scene, frame = box) {
  const { view } = scenarioOf(scene);
  const [west, south, east, north, lon, lat, zoom] = ["west", "south", "east", "north", "lon", "lat", "zoom"].map((key) => Number(view?.[key] ?? NaN));
  if (west < east && south < north) return g.fit([west, south, east, north], frame === box ? MARGIN_PX : 4, frame);
  if (!Number.isFinite(lon + lat + zoom)) return null;
  return { lon, lat, zoom: frame === box ? zoom : Math.max(1, zoom + Math.log2(frame.clientWidth / Math.max(box.clientWidth, 1))) };
}
/** A scene's map as the page holds a scenario; what is not known here is left out, and told by the server. */
function mapOf(scene) {
  const scenario = scenarioOf(scene);
  const params = Object.entries(scenario).filter(([key]) => Object.hasOwn(g.specs, key)).map(([key, value]) => [key, Array.isArray(value) ? value.join() : String(value)]);
  return { layers: g.order.filter((id) => listOf(scenario.layers).includes(id)), params: Object.fromEntries(params),
    line: Object.hasOwn(g.boot.dates, scenario.line) ? scenario.line : g.boot.defaults.line };
}
/** The map as it is now, as a scene holds it: its bounds, so that they fit a screen of any shape. */
function capture() {
  const map = g.map.live, scenario = { layers: g.visible(), line: g.state.line, ...g.state.params };
  if (!g.state.view) return scenario;
  const { clientWidth: width, clientHeight: height } = box;
  const [a, b] = map ? [map.unproject([MARGIN_PX, height - MARGIN_PX]), map.unproject([width - MARGIN_PX, MARGIN_PX])] : [];
  const four = (value) => Number(value.toFixed(4));
  const { lon, lat, zoom } = g.state.view;
  const whole = map && a.lng > -180 && b.lng < 180 && a.lat > -80 && b.lat < 80;
  return { ...scenario, view: whole ? { west: four(a.lng), south: four(a.lat), east: four(b.lng), north: four(b.lat) }
    : { lon: four(lon), lat: four(lat), zoom: Number(zoom.toFixed(2)) } };
}
const isOnMap = (scene) => {
  const { layers, line, params } = mapOf(scene), sorted = (value) => JSON.stringify(Object.entries(value).sort());
  return !g.state.other && layers.join() === g.visible().join() && line === g.state.line && sorted(params) === sorted(g.state.params);
};
/** The address of a scene's picture by the server. */
function pictureOf(scene) {
  const { layers, line, params } = mapOf(scene);
  const view = viewOf(scene, SHOT) ?? g.fit(g.boot.views.home.bounds, 4, SHOT);
  return `${g.base}/picture.webp?${new URLSearchParams({ layers: layers.join(), line, ...params, view: g.viewText(view), theme: g.theme(), size: "320x180" })}`;
}

g.sceneMap = { viewOf, mapOf, capture, isOnMap, pictureOf };
