import assert from "node:assert/strict";
import { test } from "node:test";
import { fitBounds, kmPerPixel, positionText, roundLengthKm } from "../map/camera.js";

const frame = { clientWidth: 1000, clientHeight: 600 };
const BOUNDS = [22, 44, 41, 53];

test("bounds fit into their frame and touch one pair of its edges", () => {
  const { lon, lat, zoom } = fitBounds(BOUNDS, 0, frame), world = 512 * 2 ** zoom;
  const y = (degrees) => (0.5 - Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360)) / (2 * Math.PI)) * world;
  const width = ((BOUNDS[2] - BOUNDS[0]) / 360) * world, height = y(BOUNDS[1]) - y(BOUNDS[3]);
  assert.ok(width <= 1000 + 1e-6 && height <= 600 + 1e-6);
  assert.ok(Math.abs(width - 1000) < 1e-6 || Math.abs(height - 600) < 1e-6);
  assert.equal(lon, 31.5);
  assert.ok(Math.abs(y(lat) - (y(BOUNDS[1]) + y(BOUNDS[3])) / 2) < 1e-6);
});

test("what lies at the left pushes the bounds to the right", () => {
  assert.ok(fitBounds(BOUNDS, 0, frame, { left: 200, top: 0 }).lon < fitBounds(BOUNDS, 0, frame).lon);
});

test("no zoom is beyond what an address may say", () => {
  assert.equal(fitBounds([30, 50, 30.0001, 50.0001], 0, frame).zoom, 12);
  assert.equal(fitBounds([-180, -80, 180, 80], 0, frame).zoom, 1);
});

test("a scale has a round length that fits", () => {
  assert.equal(roundLengthKm(99), 50);
  assert.equal(roundLengthKm(100), 100);
  assert.equal(roundLengthKm(0.3), 0.2);
  assert.ok(Math.abs(kmPerPixel(0, 0) - 40075.017 / 512) < 1e-9);
});

test("positions have a hemisphere", () => assert.equal(positionText({ lat: -1.234, lng: 30.5 }), "1.23° S 30.50° E"));
