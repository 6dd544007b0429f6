import assert from "node:assert/strict";
import { test } from "node:test";
import { idOf, listOf, textOf } from "../editor/values.js";
import { bearingText, flightTimeText, kmNmText, numberText } from "../measure/format.js";
import { findPlaces } from "../panels/place_search.js";

test("numbers have fewer decimals the larger they are", () => {
  assert.deepEqual([1.234, 12.34, 1234.5].map(numberText), ["1.23", "12.3", "1,235"]);
  assert.equal(kmNmText(18.52), "18.5 km · 10.0 nm");
  assert.deepEqual([0, 7.6, 359.7].map(bearingText), ["000°", "008°", "000°"]);
});

test("flight times have seconds below ten minutes only", () => {
  assert.deepEqual([5, 60, 170, 1700].map((km) => flightTimeText(km, 850)), ["21 s", "4 min 14 s", "12 min", "2 h 0 min"]);
});

test("an id is made of a title and is not there yet", () => {
  assert.equal(idOf("Zürich – São Paulo!", new Set()), "zurich-sao-paulo");
  assert.equal(idOf("A", new Set(["a", "a-2"])), "a-3");
  assert.equal(idOf("Київ", new Set()), "scene");
});

test("what a file holds in the wrong place is left out", () => {
  assert.deepEqual([listOf("x"), listOf([1])], [[], [1]]);
  assert.deepEqual([textOf({}), textOf(3), textOf("a")], ["", "3", "a"]);
});

test("places are found without accents and case, those that begin with it first", () => {
  const options = [{ items: [{ label: "New Łódź" }, { label: "Łódź" }, { label: "Kyiv", also: "Київ" }] }];
  assert.deepEqual(findPlaces({ options, search: " lodz" })[0].items.map(({ label }) => label), ["Łódź", "New Łódź"]);
  assert.deepEqual(findPlaces({ options, search: "київ" })[0].items.map(({ label }) => label), ["Kyiv"]);
  assert.deepEqual(findPlaces({ options, search: "x" }), []);
});
