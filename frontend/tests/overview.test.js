import assert from "node:assert/strict";
import { test } from "node:test";
import { gapNews } from "../panels/gap_news.js";
import { isOnMap, placeOf, placeText } from "../panels/place_address.js";

const gaps = (/** @type {string[]} */ ...ids) => new Map(ids.map((id) => [id, `Gap ${id}`]));

test("what a change closed and opened is named, at most three of each", () => {
  assert.equal(gapNews(gaps("a", "b", "c"), gaps("b", "d")), "Closed (2): Gap a; Gap c. Opened (1): Gap d. Ctrl+Z takes it back.");
  assert.equal(gapNews(gaps("a", "b", "c", "d"), gaps()), "Closed (4): Gap a; Gap b; Gap c …. Ctrl+Z takes it back.");
});

test("a change that closes none says so, and the gaps of a guarantee that it shows are no news", () => {
  assert.equal(gapNews(gaps("a"), gaps("a")), "This closes none. Ctrl+Z takes it back.");
  assert.equal(gapNews(gaps("hidden"), gaps("x", "y"), true), "Closed (1): Gap hidden. Ctrl+Z takes it back.");
});

test("a place in an address is read as it was written, to three decimals", () => {
  for (const at of [{ lng: 36.23, lat: 49.99 }, { lng: 16, lat: -1.5 }, { lng: 30.523449, lat: 50.4 }])
    assert.deepEqual(placeOf(placeText(at)), { lng: Number(at.lng.toFixed(3)), lat: Number(at.lat.toFixed(3)) });
});

test("what is no place is none", () => {
  for (const hash of ["", "#", "#3", "#place=", "#place=36", "#place=36,x", "#place=36,49,5", "#place=1e3,4", "#place=Infinity,4", "#place=36,49<b>"])
    assert.equal(placeOf(hash), null, hash);
});

test("a place is on the map if it is within all views together", () => {
  /** @type {import("../types").Bounds[]} */
  const views = [[16, 44, 30, 54], [27, 41, 40, 50]];
  assert.ok(isOnMap({ lng: 39, lat: 53 }, views));
  assert.ok(isOnMap({ lng: 16, lat: 41 }, views));
  assert.ok(!isOnMap({ lng: 15.9, lat: 48 }, views));
  assert.ok(!isOnMap({ lng: 30, lat: 54.1 }, views));
});
