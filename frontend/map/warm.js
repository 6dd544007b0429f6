/* What is under the mouse and what is chosen: routes in full, and what is drawn for a feature alone, such as a base's own ring. */
import { boot } from "../state/boot.js";
import { theme } from "../state/scenario.js";

/** @typedef {import("../types").FeatureName} FeatureName */
const styleLayers = () => boot.styles[theme()].layers;

export class Warm {
  /** @type {Record<"hovered" | "chosen", FeatureName | null>} */
  #now = { hovered: null, chosen: null };

  /** @param {import("../types").LiveMap} map @param {"hovered" | "chosen"} how @param {FeatureName | null} feature */
  take(map, how, feature) {
    const old = this.#now[how];
    if (old?.layer === feature?.layer && old?.feature_id === feature?.feature_id) return;
    this.#now[how] = feature;
    const now = Object.values(this.#now).filter((one) => one !== null);
    for (const one of [old, feature]) {
      if (!one || !styleLayers().some(({ metadata }) => metadata?.layer === one.layer && metadata.full)) continue;
      const hot = now.some(({ layer, feature_id }) => layer === one.layer && feature_id === one.feature_id);
      const parts = map.querySourceFeatures(one.layer, { filter: ["==", ["get", "of"], one.feature_id] }).map(({ properties }) => properties.feature_id);
      for (const id of new Set([one.feature_id, ...parts])) map.setFeatureState({ source: one.layer, id }, { hot });
      map.triggerRepaint();
    }
    for (const made of boot.on_demand[theme()]) {
      const owner = made.metadata?.layer;
      if (!made.metadata?.on_demand || (owner !== old?.layer && owner !== feature?.layer)) continue;
      if (map.getLayer(made.id)) map.removeLayer(made.id);
      const ids = ["literal", now.filter(({ layer }) => layer === owner).map((one) => one.feature_id)];
      if (!ids[1].length) continue;
      const filter = ["all", made.filter, ["any", ["in", ["get", "of"], ids], ["in", ["get", "feature_id"], ids]]];
      map.addLayer({ ...made, filter }, styleLayers().find(({ id }) => id.endsWith("/text"))?.id);
    }
  }
}
