import assert from "node:assert/strict";
import { test } from "node:test";
import { arc, areaKm2, inverse, KM_PER_NM, lengthKm, polygons } from "../measure/geodesy.js";
import { fixtures } from "./fixtures.js";

const close = (found, expected, rel = 1e-4) => assert.ok(Math.abs(found - expected) <= rel * Math.abs(expected) + 1e-9, `${found} is not ${expected}`);

test("distances and bearings are those of pyproj", () => {
  for (const { pair, km, bearing } of fixtures.distances) {
    const found = inverse(...pair);
    close(found.km, km, 1e-9);
    assert.ok(Math.abs(((found.bearing - bearing + 540) % 360) - 180) < 1e-6, `${pair}: ${found.bearing} is not ${bearing}`);
  }
});

test("the mile is the server's", () => assert.equal(KM_PER_NM, fixtures.km_per_nm));

test("a place is no distance from itself, in no direction", () => assert.deepEqual(inverse(30, 50, 30, 50), { km: 0, bearing: 0 }));

test("the whole equator's octant has an eighth of the ellipsoid's area", () => {
  const octant = { type: "Polygon", coordinates: [[[0, 0], [90, 0], [0, 90], [0, 0]]] };
  close(areaKm2(octant), 510065621.724 / 8, 1e-9);
});

test("holes are left out, points and lines have no area", () => {
  const ring = (size) => [[0, 0], [size, 0], [size, size], [0, size], [0, 0]];
  const [whole, hole] = [2, 1].map((size) => areaKm2({ type: "Polygon", coordinates: [ring(size)] }));
  close(areaKm2({ type: "Polygon", coordinates: [ring(2), ring(1)] }), whole - hole, 1e-12);
  assert.equal(areaKm2({ type: "Point", coordinates: [30, 50] }), 0);
  assert.equal(polygons({ type: "GeometryCollection", geometries: [{ type: "Polygon", coordinates: [ring(1)] }] }).length, 1);
});

test("an arc runs from place to place and on over the date line", () => {
  const { km } = inverse(179, 10, -179, 10), places = arc([179, 10], [-179, 10], km);
  const [lon, lat] = places.at(-1);
  close(lon, 181, 1e-9);
  close(lat, 10, 1e-9);
  close(lengthKm(places), km, 1e-9);
});
