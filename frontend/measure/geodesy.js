/* Lengths, bearings and areas on the WGS 84 ellipsoid: longitude, latitude in degrees; km, km². Held against pyproj by
   tests/browser/test_measure.py. */
const { PI, abs, asin, atan, atan2, atanh, ceil, cos, hypot, max, min, round, sin, sqrt, tan } = Math;
const A_KM = 6378.137, F = 1 / 298.257223563, B_KM = A_KM * (1 - F);
const E2 = F * (2 - F), E = sqrt(E2);
const KM_PER_NM = 1.852; // international nautical mile, exact
const rad = (degrees) => (degrees * PI) / 180, deg = (radians) => (radians * 180) / PI;
const wrap = (degrees) => degrees - 360 * round(degrees / 360);

/** Vincenty's inverse; null where it does not settle, which is near the antipode only. */
function vincenty(lon1, lat1, lon2, lat2) {
  const L = rad(wrap(lon2 - lon1));
  const u1 = atan((1 - F) * tan(rad(lat1))), u2 = atan((1 - F) * tan(rad(lat2)));
  const [s1, c1, s2, c2] = [sin(u1), cos(u1), sin(u2), cos(u2)];
  let lambda = L;
  for (let tries = 0; tries < 60; tries++) {
    const sl = sin(lambda), cl = cos(lambda);
    const sinSigma = hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    if (sinSigma === 0) return lambda === 0 ? { km: 0, bearing: 0 } : null;
    const cosSigma = s1 * s2 + c1 * c2 * cl, sigma = atan2(sinSigma, cosSigma);
    const sinAlpha = (c1 * c2 * sl) / sinSigma, cos2 = 1 - sinAlpha ** 2;
    const cos2m = cos2 > 1e-15 ? cosSigma - (2 * s1 * s2) / cos2 : 0; // along the equator
    const C = (F / 16) * cos2 * (4 + F * (4 - 3 * cos2));
    const before = lambda;
    lambda = L + (1 - C) * F * sinAlpha * (sigma + C * sinSigma * (cos2m + C * cosSigma * (2 * cos2m ** 2 - 1)));
    if (abs(lambda) > PI) return null;
    if (abs(lambda - before) > 1e-12) continue;
    const u = (cos2 * (A_KM ** 2 - B_KM ** 2)) / B_KM ** 2;
    const a = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
    const b = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
    const delta = b * sinSigma * (cos2m + (b / 4) * (cosSigma * (2 * cos2m ** 2 - 1)
      - (b / 6) * cos2m * (4 * sinSigma ** 2 - 3) * (4 * cos2m ** 2 - 3)));
    const bearing = deg(atan2(c2 * sin(lambda), c1 * s2 - s1 * c2 * cos(lambda)));
    return { km: B_KM * a * (sigma - delta), bearing: (bearing + 360) % 360 };
  }
  return null;
}

/** The place a quarter of the globe away in a direction. */
function quarter(lon, lat, bearing) {
  const phi = asin(cos(rad(lat)) * cos(rad(bearing)));
  return [lon + deg(atan2(sin(rad(bearing)) * cos(rad(lat)), -sin(rad(lat)) * sin(phi))), deg(phi)];
}

/** Near the antipode: the shortest of all ways by way of a place half way, where both halves are well behaved. */
function farSide(lon1, lat1, lon2, lat2) {
  const by = (bearing) => {
    const [lon, lat] = quarter(lon1, lat1, bearing);
    const out = vincenty(lon1, lat1, lon, lat), on = vincenty(lon, lat, lon2, lat2);
    return { km: out && on ? out.km + on.km : Infinity, bearing: out?.bearing ?? 0 };
  };
  let best = 0, step = 5;
  for (let bearing = 0; bearing < 360; bearing += step) if (by(bearing).km < by(best).km) best = bearing;
  for (; step > 1e-4; step /= 2)
    for (const other of [best - step, best + step]) if (by(other).km < by(best).km) best = other;
  return by(best);
}

/** Shortest way between two places: length and initial bearing from true north. */
function inverse(lon1, lat1, lon2, lat2) {
  return vincenty(lon1, lat1, lon2, lat2) ?? farSide(lon1, lat1, lon2, lat2);
}

function lengthKm(coords) {
  let km = 0;
  for (let i = 1; i < coords.length; i++) km += inverse(...coords[i - 1], ...coords[i]).km;
  return km;
}

// The authalic sphere has the ellipsoid's area, zone by zone: its latitude makes areas on it areas on the ellipsoid.
const zone = (s) => (1 - E2) * (s / (1 - E2 * s * s) + atanh(E * s) / E);
const POLE = zone(1), R2 = (A_KM ** 2 * POLE) / 2;
const authalic = (lat) => asin(max(-1, min(1, zone(sin(rad(lat))) / POLE)));

/** Area of a ring: over each edge, a great circle, the exact area between it and the equator. */
function ringKm2(ring) {
  let sum = 0, before = authalic(ring[0][1]);
  for (let i = 1; i < ring.length; i++) {
    const here = authalic(ring[i][1]), half = rad(wrap(ring[i][0] - ring[i - 1][0])) / 2;
    sum += 2 * atan2(tan(half) * sin((before + here) / 2), cos((before - here) / 2));
    before = here;
  }
  return abs(sum) * R2;
}

const polygons = ({ type, coordinates, geometries }) =>
  type === "Polygon" ? [coordinates] : type === "MultiPolygon" ? coordinates : (geometries ?? []).flatMap(polygons);
const areaKm2 = (geometry) =>
  polygons(geometry).reduce((sum, [outer, ...holes]) => holes.reduce((rest, hole) => rest - ringKm2(hole), sum + ringKm2(outer)), 0);
const outlineKm = (geometry) => polygons(geometry).reduce((sum, [outer]) => sum + lengthKm(outer), 0);

/** Places along the great circle, close enough together to look like it; longitudes run on over 180°. */
function arc([lon1, lat1], [lon2, lat2], km) {
  const at = (lon, lat) => [cos(rad(lat)) * cos(rad(lon)), cos(rad(lat)) * sin(rad(lon)), sin(rad(lat))];
  const p = at(lon1, lat1), q = at(lon2, lat2);
  const angle = atan2(hypot(p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]),
    p[0] * q[0] + p[1] * q[1] + p[2] * q[2]);
  const pieces = max(1, min(160, ceil(km / 20)));
  if (angle < 1e-9 || PI - angle < 1e-6) return [[lon1, lat1], [lon1 + wrap(lon2 - lon1), lat2]];
  let last = lon1;
  return Array.from({ length: pieces + 1 }, (_, i) => {
    const a = sin((1 - i / pieces) * angle), b = sin((i / pieces) * angle);
    const [x, y, z] = [0, 1, 2].map((k) => a * p[k] + b * q[k]);
    last += wrap(deg(atan2(y, x)) - last);
    return [last, deg(atan2(z, hypot(x, y)))];
  });
}

export { inverse, areaKm2, lengthKm, outlineKm, polygons, arc, KM_PER_NM };
