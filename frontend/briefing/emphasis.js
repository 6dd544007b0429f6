/* A scene on the map: its features come forward, other layers stand back. Slides and pages do the same
   (scene_map.py of the figures): who changes the one changes the other. */
import { make } from "../dom.js";
import { mapPane } from "../map/map_pane.js";
import { atRest } from "../map/map_view.js";
import { boot } from "../state/boot.js";
import { state, theme } from "../state/scenario.js";

/** @typedef {import("../types").LiveMap} LiveMap */
/** @typedef {import("../types").StyleLayer} StyleLayer */
/** @typedef {import("../types").StyleValue} StyleValue */
/** @typedef {import("../types").SceneFeature} SceneFeature */
const DIM = 0.5, PREFIX = "told-";
const styleLayers = () => boot.styles[theme()].layers;
/** @type {Record<string, string>} */
const OPACITY = { fill: "fill-opacity", line: "line-opacity" };
const groups = Object.fromEntries(boot.layers.map((layer) => [layer.id, layer.group]));
/** The swatches of what stands back on the map. */
export const faintSwatches = make("style");

/** A number, or each number of its steps of zoom, changed. @param {StyleValue} value @param {(number: number) => number} by */
function each(value, by) {
  if (!Array.isArray(value)) return by(value);
  if (value[0] === "case") return value.map((part) => (typeof part === "number" ? by(part) : part));
  return value.map((part, i) => (i >= 4 && i % 2 === 0 ? by(part) : part));
}

/** What was dimmed, and what it was. @type {{ id: string, owner: string, name: string, value: StyleValue }[]} */
let dimmed = [];
/** The map as it is without a scene. */
export function calm(map = mapPane.live) {
  if (!map) return;
  for (const { id } of map.getStyle()?.layers ?? []) if (id.startsWith(PREFIX)) map.removeLayer(id);
  for (const { id, owner, name, value } of dimmed) map.setPaintProperty(id, name, state.layers.has(owner) ? value : 0);
  dimmed = [];
  faintSwatches.textContent = "";
}

/** Bring features forward, and let other layers stand back; the base map and the line stay as they are.
 * @param {{ highlights: SceneFeature[] } | null} scene */
export function emphasize(scene) {
  const map = mapPane.live, highlights = scene?.highlights ?? [];
  if (!map) return;
  calm(map);
  if (!highlights.length) return;
  /** A briefing that is being made names the feature alone. @param {SceneFeature} feature */
  const kindOf = ({ layer, feature_id: id, kind }) =>
    kind ?? map.querySourceFeatures(layer, { filter: ["==", ["get", "feature_id"], id] })[0]?.properties.kind;
  const forward = new Set(highlights.map((feature) => `${feature.layer}/${kindOf(feature)}`));
  const bright = new Set(highlights.map(({ layer }) => layer)), layers = styleLayers(), back = new Set();
  const waits = new Set(boot.on_demand[theme()].map(({ metadata }) => `${metadata?.layer}/${metadata?.kind}`));
  for (const [i, layer] of layers.entries()) {
    const { layer: owner, kind } = layer.metadata ?? {};
    if (!owner || !state.layers.has(owner)) continue;
    const key = `${owner}/${kind}`;
    if (bright.has(owner)) {
      if (forward.has(key) && !waits.has(key)) bringForward(map, layer, layers[i + 1]?.id, owner, highlights);
    } else if (OPACITY[layer.type] && groups[owner] !== "base" && !layer.metadata?.never_dimmed) {
      const name = OPACITY[layer.type], value = atRest(layer, name, state);
      dimmed.push({ id: layer.id, owner, name, value });
      map.setPaintProperty(layer.id, name, each(value, (opacity) => opacity * DIM));
      if (!layers.some(({ metadata, type, layout }) => metadata?.layer === owner && metadata.kind === kind && type === "symbol" && layout?.["icon-image"])) back.add(key);
    }
  }
  const names = layers.find(({ id }) => id.endsWith("/text"))?.id; // what is brought forward stays below them
  for (const layer of boot.on_demand[theme()]) {
    const { layer: owner = "", kind } = layer.metadata ?? {};
    if (state.layers.has(owner) && forward.has(`${owner}/${kind}`)) bringForward(map, layer, above(layers, owner, kind) ?? names, owner, highlights);
  }
  faintSwatches.textContent = [...back].map((key) => `#legend [data-kind="${key}"] .swatch { opacity: ${DIM}; }`).join("\n");
}

/** The style layer that lies above those of a kind. @param {StyleLayer[]} layers @param {string} owner @param {string} [kind] */
function above(layers, owner, kind) {
  const last = layers.findLastIndex(({ metadata }) => metadata?.layer === owner && metadata.kind === kind);
  return last < 0 ? undefined : layers[last + 1]?.id;
}

/** Draw a style layer once more for the scene's features alone, in its place: with a rim, wider, fuller, or ringed.
 * @param {LiveMap} map @param {StyleLayer} layer @param {string | undefined} before @param {string} owner @param {SceneFeature[]} highlights */
function bringForward(map, layer, before, owner, highlights) {
  const { id, type, paint = {}, layout = {}, metadata, ...rest } = layer, kind = metadata?.kind, layers = [...styleLayers(), ...boot.on_demand[theme()]];
  const paper = theme() === "dark" ? "#10161b" : "#ffffff";
  const only = ["all", rest.filter, ["in", ["get", "feature_id"], ["literal", highlights.filter(({ layer }) => layer === owner).map((one) => one.feature_id)]]];
  /** @param {string} name @param {Record<string, StyleValue>} changed @param {StyleLayer["type"]} [how] */
  const again = (name, changed, how = type) =>
    map.addLayer({ ...rest, id: `${PREFIX}${id}${name}`, type: how, filter: only, ...(how === type ? { layout } : {}), paint: changed }, before);
  if (type === "line") {
    const { "line-dasharray": _dashes, ...plain } = paint, width = each(paint["line-width"], (px) => Math.max(1.5 * px, 2));
    again("-rim", { ...plain, "line-color": paper, "line-opacity": 0.9, "line-width": each(width, (px) => px + 3) });
    again("", { ...paint, "line-opacity": 1, "line-width": width });
  } else if (type === "fill") {
    const edged = layers.some((other) => other.type === "line" && other.metadata?.layer === owner && other.metadata.kind === kind);
    again("", { ...paint, "fill-opacity": each(paint["fill-opacity"] ?? 1, (opacity) => (edged ? opacity / 2 : opacity)) });
  } else if (layout["icon-image"]) {
    const ink = layers.find(({ metadata: other, layout: set }) => other?.layer === owner && other.kind === kind && set?.["text-field"])?.paint?.["text-color"] ?? getComputedStyle(document.body).color;
    again("-rim", { "circle-radius": 15, "circle-opacity": 0, "circle-stroke-color": paper, "circle-stroke-width": 4.6 }, "circle");
    again("", { "circle-radius": 15, "circle-opacity": 0, "circle-stroke-color": ink, "circle-stroke-width": 2.6 }, "circle");
  }
}
