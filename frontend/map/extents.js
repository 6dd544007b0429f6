/* What views must hold: their own bounds, and what the visible layers have beyond them (layers/core/views.py: bounds_of). */
import { boot } from "../state/boot.js";
import { state } from "../state/scenario.js";

/** @typedef {import("../types").Bounds} Bounds */
/** By layer; those of other parameters come with the labels. @type {Record<string, Bounds | undefined>} */
const extents = { ...boot.extents };
/** @param {string} id @param {Bounds | undefined} bounds */
export function setExtent(id, bounds) { extents[id] = bounds; }

/** @param {Bounds[]} every @returns {Bounds} */
const union = (every) => [Math.min(...every.map(([west]) => west)), Math.min(...every.map(([, south]) => south)),
  Math.max(...every.map(([, , east]) => east)), Math.max(...every.map(([, , , north]) => north))];

/** @param {import("../types").NamedView} view @param {{ layers: Set<string> }} [shown] @returns {Bounds} */
export function boundsOf({ bounds, fits }, shown = state) {
  const held = Object.entries(extents).filter(([id]) => shown.layers.has(id) && (fits === "all" || fits.includes(id))).map(([, one]) => one);
  return union([bounds, ...held.filter((one) => one !== undefined)]);
}
/** The bounds of places. @param {[lon: number, lat: number][]} places @returns {Bounds} */
export const around = (places) => union(places.map(([lon, lat]) => [lon, lat, lon, lat]));
