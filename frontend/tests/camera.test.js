import assert from "node:assert/strict";
import { test } from "node:test";
import { fitBounds, kmPerPixel, outOf, placeAt, positionText, projectAt, roundLengthKm } from "../map/camera.js";

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

test("what lies at the foot pushes the bounds up", () => {
  assert.ok(fitBounds(BOUNDS, 0, frame, { left: 0, top: 0, bottom: 100 }).lat < fitBounds(BOUNDS, 0, frame).lat);
});

test("a pixel and its place are each other's inverse", () => {
  const view = { lon: 31, lat: 48, zoom: 5 }, { lon, lat } = placeAt(view, frame)(projectAt(view, frame)([36.2, 45.1]));
  assert.ok(Math.abs(lon - 36.2) < 1e-9 && Math.abs(lat - 45.1) < 1e-9);
});

test("a place out of sight says how far, and one in sight that it is not", () => {
  assert.deepEqual(outOf({ x: 500, y: 300 }, frame, { left: 0, top: 0 }, 40), { x: 0, y: 0 });
  assert.deepEqual(outOf({ x: 10, y: 620 }, frame, { left: 0, top: 0, bottom: 100 }, 40), { x: -30, y: 160 });
  assert.deepEqual(outOf({ x: 500, y: 20 }, { clientWidth: 1000, clientHeight: 60 }, { left: 0, top: 0 }, 40), { x: 0, y: -10 }); // no room: to its middle
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
