/* Lengths, bearings and areas on the WGS 84 ellipsoid, by GeographicLib: longitude, latitude in degrees; km, km². Held against
   pyproj by tests/browser/test_measure.py. */
import GeographicLib from "geographiclib-geodesic";

/** @typedef {import("geojson").Geometry} Geometry */
/** @typedef {import("geojson").Position} Position */
const { Geodesic } = GeographicLib;
const WGS84 = Geodesic.WGS84;
const PIECE_KM = 20, MAX_PIECES = 160;
export const KM_PER_NM = 1.852; // international nautical mile, exact

/** Shortest way between two places: length, and initial bearing from true north.
 * @param {number} lon1 @param {number} lat1 @param {number} lon2 @param {number} lat2 */
export function inverse(lon1, lat1, lon2, lat2) {
  const { s12 = NaN, azi1 = NaN } = WGS84.Inverse(lat1, lon1, lat2, lon2);
  return { km: s12 / 1000, bearing: s12 ? (azi1 + 360) % 360 : 0 };
}

/** @param {Position[]} coordinates */
export function lengthKm(coordinates) {
  let km = 0;
  for (let i = 1; i < coordinates.length; i++) km += inverse(coordinates[i - 1][0], coordinates[i - 1][1], coordinates[i][0], coordinates[i][1]).km;
  return km;
}

/** @param {Position[]} ring */
function ringKm2(ring) {
  const polygon = WGS84.Polygon(false);
  for (const [lon, lat] of ring.slice(0, -1)) polygon.AddPoint(lat, lon); // it closes itself
  return Math.abs(polygon.Compute(false, true).area ?? NaN) / 1e6;
}

/** The polygons of a geometry: of each its outer ring, then its holes. @param {Geometry} geometry @returns {Position[][][]} */
export function polygons(geometry) {
  if (geometry.type === "Polygon") return [geometry.coordinates];
  if (geometry.type === "MultiPolygon") return geometry.coordinates;
  return geometry.type === "GeometryCollection" ? geometry.geometries.flatMap(polygons) : [];
}
/** @param {Geometry} geometry */
export const areaKm2 = (geometry) =>
  polygons(geometry).reduce((sum, [outer, ...holes]) => holes.reduce((rest, hole) => rest - ringKm2(hole), sum + ringKm2(outer)), 0);
/** @param {Geometry} geometry */
export const outlineKm = (geometry) => polygons(geometry).reduce((sum, [outer]) => sum + lengthKm(outer), 0);

/** Places along the shortest way, close enough together to look like it; longitudes run on over 180°.
 * @param {[number, number]} from @param {[number, number]} to @param {number} km between them @returns {[number, number][]} */
export function arc([lon1, lat1], [lon2, lat2], km) {
  const line = WGS84.InverseLine(lat1, lon1, lat2, lon2), pieces = Math.max(1, Math.min(MAX_PIECES, Math.ceil(km / PIECE_KM)));
  return Array.from({ length: pieces + 1 }, (_, i) => {
    const { lon2: lon = lon1, lat2: lat = lat1 } = line.Position((i / pieces) * km * 1000, Geodesic.STANDARD | Geodesic.LONG_UNROLL);
    return [lon, lat];
  });
}
