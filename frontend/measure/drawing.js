/* What is measured, drawn on a map: legs with their lengths, and the places between them. */
import { theme } from "../state/scenario.js";
import { arc, KM_PER_NM } from "./geodesy.js";
import { roundedText } from "./format.js";
import { t } from "../state/words.js";

/** @typedef {import("../types").LiveMap} LiveMap */
/** @typedef {[lon: number, lat: number]} Place */
/** @typedef {{ from: Place, to: Place, km: number, bearing: number, live: boolean }} Leg */
const LAYERS = ["measure-casing", "measure-line", "measure-point", "measure-text"];

/** @param {string} kind @param {import("geojson").Point | import("geojson").LineString} geometry @param {Record<string, string>} [more] @returns {import("geojson").Feature} */
const feature = (kind, geometry, more = {}) => ({ type: "Feature", properties: { kind, ...more }, geometry });

/** A leg's length in words beside its middle, on the side where the line does not run through it. @param {Place[]} path @param {number} km */
function label(path, km) {
  const [[west, south], [east, north]] = [path[0], path[path.length - 1]].sort((a, b) => a[0] - b[0]);
  const slope = (north - south) / Math.cos(((north + south) / 360) * Math.PI) / (east - west); // as on screen
  const anchor = Math.abs(slope) < 0.2 ? "bottom" : Math.abs(slope) > 4 ? "left" : slope > 0 ? "top-left" : "bottom-left";
  return feature("label", { type: "Point", coordinates: path[path.length >> 1] }, { anchor, label: t("{km} km · {nm} nm", { km: roundedText(km), nm: roundedText(km / KM_PER_NM) }) });
}

/** @param {Leg[]} legs @param {Place[]} points @returns {import("geojson").FeatureCollection} */
function drawn(legs, points) {
  const lines = legs.map((leg) => ({ ...leg, path: arc(leg.from, leg.to, leg.km) }));
  return { type: "FeatureCollection", features: [
    ...lines.map(({ path, live }) => feature(live ? "live" : "leg", { type: "LineString", coordinates: path })),
    ...lines.filter(({ km }) => km > 0).map(({ path, km }) => label(path, km)),
    ...points.map((coordinates) => feature("point", { type: "Point", coordinates })),
  ] };
}

/** @param {LiveMap[]} maps @param {Leg[]} legs @param {Place[]} points */
export function draw(maps, legs, points) {
  const data = drawn(legs, points);
  for (const map of maps) {
    const source = map.getSource("measure");
    if (source) source.setData(data);
    else if (data.features.length) begin(map, data);
  }
}

/** @param {LiveMap} map @param {import("geojson").FeatureCollection} data */
function begin(map, data) {
  map.addSource("measure", { type: "geojson", data, tolerance: 0.1 });
  const line = { type: /** @type {const} */ ("line"), source: "measure", layout: { "line-cap": "round", "line-join": "round" } };
  /** @param {string[]} kinds */
  const is = (...kinds) => ["in", ["get", "kind"], ["literal", kinds]];
  map.addLayer({ ...line, id: LAYERS[0], filter: is("leg", "live"), paint: { "line-width": 5.5, "line-opacity": 0.85 } });
  map.addLayer({ ...line, id: LAYERS[1], filter: is("leg", "live"), paint: { "line-width": 2.2 } });
  map.addLayer({ id: LAYERS[2], type: "circle", source: "measure", filter: is("point"),
    paint: { "circle-radius": 4.5, "circle-stroke-width": 2 } });
  map.addLayer({ id: LAYERS[3], type: "symbol", source: "measure", filter: is("label"),
    layout: { "text-field": ["get", "label"], "text-font": ["Guarantees Sans Semibold"], "text-size": 13, "text-max-width": 30,
      "text-allow-overlap": true, "text-ignore-placement": true, "text-anchor": ["get", "anchor"],
      "text-radial-offset": 0.7 },
    paint: { "text-halo-width": 2.5 } });
  paint(map);
}

/** In the colours of the theme. @param {LiveMap} map */
export function paint(map) {
  const [ink, ground] = theme() === "dark" ? ["#ffffff", "#14191d"] : ["#111111", "#ffffff"];
  for (const [layer, name, colour] of /** @type {[number, string, string][]} */ ([[0, "line-color", ground], [1, "line-color", ink],
    [2, "circle-color", ground], [2, "circle-stroke-color", ink], [3, "text-color", ink], [3, "text-halo-color", ground]]))
    map.setPaintProperty(LAYERS[layer], name, colour);
}

/** @param {LiveMap} map */
export function wipe(map) {
  for (const id of LAYERS) map.removeLayer(id);
  map.removeSource("measure");
}
