/* Names of the map while a scene is shown: what it speaks of finds room first, at every zoom; and all grow with the window. */
import { isLive, mapPane } from "../map/map_pane.js";
import { boot } from "../state/boot.js";
import { theme } from "../state/scenario.js";

/** @typedef {import("../types").StyleLayer} StyleLayer */
/** @typedef {import("../types").StyleValue} StyleValue */
/** @typedef {import("../types").ScenePlace} ScenePlace */
const REGULAR = "Guarantees Sans"; // webmap/style.py
const FIRST = "-first"; // the layer that has the names of a scene, beside that of the others
const USUAL_PX = 1200; // how wide a window is that shows them as large as the map without a briefing does
const names = () => boot.styles[theme()].layers.filter(({ layout }) => layout?.["text-field"]);

/** A number, or each number of its steps of zoom, changed. @param {StyleValue} value @param {(number: number) => number} by */
const scaled = (value, by) => (Array.isArray(value) ? value.map((part, i) => (i >= 4 && i % 2 === 0 ? by(part) : part)) : by(value));

/** Without what depends on the zoom: a scene's names stand at every one. @param {StyleValue} filter */
const atEveryZoom = (filter) => (filter?.[0] === "all" ? filter.filter((/** @type {StyleValue} */ part) => !JSON.stringify(part).includes('["zoom"]')) : filter);

/** Style layers whose filter leaves a scene's names out. @type {Map<string, StyleValue>} */
const parted = new Map();
let factor = 0; // by how much names are larger; 0: as the style has them
/** @type {ScenePlace[]} */
let first = [];

/** @param {StyleLayer} layer */
const sizeOf = ({ layout }) => (factor ? scaled(layout?.["text-size"], (px) => px * factor) : layout?.["text-size"]);

/** The names stand out, and are tried at more places. @param {StyleLayer} layer */
const strong = ({ metadata, layout }) => ({
  ...(metadata?.tried ? { "text-variable-anchor-offset": metadata.tried } : {}),
  ...(layout?.["text-font"][0] === REGULAR ? { "text-font": [`${REGULAR} Semibold`] } : {}),
});

/** Give names of places their room before all others. @param {ScenePlace[] | undefined} places */
export function nameFirst(places = []) {
  first = places;
  const map = isLive() ? mapPane.live : null;
  if (!map) return;
  const wanted = new Map(names().map((layer) => [layer.id, first.filter((place) => place.layer === layer.source).flatMap((place) => place.feature_ids)]));
  for (const [id, filter] of parted) {
    if (map.getLayer(id + FIRST)) map.removeLayer(id + FIRST);
    if (wanted.get(id)?.length) continue; // it gets another one
    map.setFilter(id, filter);
    parted.delete(id);
  }
  for (const { minzoom: _anyZoom, ...layer } of names()) {
    const ids = wanted.get(layer.id) ?? [];
    if (!ids.length) continue;
    const only = ["in", ["get", "feature_id"], ["literal", ids]];
    map.setFilter(layer.id, ["all", layer.filter, ["!", only]]);
    parted.set(layer.id, layer.filter);
    const placed = 0.1 + (layer.metadata?.placed ?? 0) / 1000; // after the symbols of guarantees, before all names
    map.addLayer({ ...layer, id: layer.id + FIRST, filter: ["all", atEveryZoom(layer.filter), only], layout: { ...layer.layout, ...strong(layer), "text-size": sizeOf(layer) },
      metadata: layer.metadata && { ...layer.metadata, placed } }, layer.id);
  }
}

/** Let names of the map grow with the window, as the text beside it does; or be as they were. @param {boolean} on */
export function enlargeNames(on) {
  const map = isLive() ? mapPane.live : null, next = on ? Math.max(1, innerWidth / USUAL_PX) : 0;
  if (!map || next === factor) return;
  factor = next;
  for (const layer of names())
    for (const id of [layer.id, layer.id + FIRST]) if (map.getLayer(id)) map.setLayoutProperty(id, "text-size", sizeOf(layer));
}
