/* A place in an address, after its `#`. Pure: no page needed. */

/** @typedef {import("../types").LngLat} LngLat */

/** @param {LngLat} at */
export const placeText = ({ lng, lat }) => `#place=${[lng, lat].map((degrees) => Number(degrees.toFixed(3))).join()}`;

/** The place that an address names, or null. @param {string} hash @returns {LngLat | null} */
export function placeOf(hash) {
  const [, lng, lat] = /^#place=(-?\d{1,3}(?:\.\d{1,8})?),(-?\d{1,2}(?:\.\d{1,8})?)$/.exec(hash) ?? [];
  return lng === undefined ? null : { lng: Number(lng), lat: Number(lat) };
}

/** Whether the map covers a place: it is within all its views together. @param {LngLat} at @param {import("../types").Bounds[]} views */
export function isOnMap({ lng, lat }, views) {
  const [west, south, east, north] = [Math.min, Math.min, Math.max, Math.max].map((pick, i) => pick(...views.map((one) => one[i])));
  return lng >= west && lng <= east && lat >= south && lat <= north;
}
