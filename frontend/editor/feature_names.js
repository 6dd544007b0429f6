/* Names of features that a scene speaks of: where one was picked here or the map has it; else its id. */
import { mapPane } from "../map/map_pane.js";
import { textOf } from "./values.js";

/** @type {Map<string, string>} */
const names = new Map();

/** @param {import("../types").FeatureName[]} features */
export function rememberNames(features) {
  for (const { layer, feature_id: id, name } of features) names.set(`${layer}/${id}`, name);
}
/** @param {{ layer?: string, feature_id?: string }} feature */
export function nameOf({ layer, feature_id: id }) {
  const key = `${layer}/${id}`, map = mapPane.live;
  if (!names.has(key) && layer && map?.getSource(layer)) {
    const [found] = map.querySourceFeatures(layer, { filter: ["==", ["get", "feature_id"], id] });
    if (found) names.set(key, found.properties.name);
  }
  return names.get(key) ?? textOf(id);
}
