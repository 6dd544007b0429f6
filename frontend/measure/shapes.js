/* The area of a shape: of the whole feature as the server sent it, never of what the map cut into tiles. */
import { dataUrl } from "../state/scenario.js";
import { areaKm2, outlineKm, polygons } from "./geodesy.js";

/** @typedef {import("../types").FoundFeature} FoundFeature */
/** @typedef {FoundFeature & { geometry: import("geojson").Geometry }} Shape */
/** The last answer of each layer only. @type {Map<string, { url: unknown, features: Map<string, import("geojson").Feature> }>} */
const collections = new Map();

/** @param {FoundFeature} found */
async function featureOf({ layer, feature_id: id }) {
  const url = dataUrl(layer);
  let collection = collections.get(layer);
  if (collection?.url !== url || !collection) {
    const response = await fetch(/** @type {string} */ (url));
    if (!response.ok) throw new Error(`${response.status} for ${url}`);
    const { features } = /** @type {import("geojson").FeatureCollection} */ (await response.json());
    collection = { url, features: new Map(features.map((one) => [one.properties?.feature_id, one])) };
    collections.set(layer, collection);
  }
  return collection.features.get(id);
}

/** Those of the features found on the map that have an area, with their whole geometry. @param {FoundFeature[]} candidates @returns {Promise<Shape[]>} */
export async function shapesOf(candidates) {
  const features = await Promise.all(candidates.map(featureOf));
  return candidates.flatMap((candidate, i) => {
    const feature = features[i];
    return feature?.geometry && polygons(feature.geometry).length ? [{ ...candidate, ...feature.properties, geometry: feature.geometry }] : [];
  });
}

/** @param {Shape} shape */
export const sizeOf = ({ geometry }) => ({ km2: areaKm2(geometry), outline: outlineKm(geometry) });
