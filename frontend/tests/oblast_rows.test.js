import assert from "node:assert/strict";
import { test } from "node:test";
import { isOblast, rowOf, shownText } from "../panels/oblast_rows.js";

test("a cell reads what the server wrote for it, and nothing where it wrote nothing", () => {
  assert.equal(shownText({ data: { shown: { area: "> 99" } }, colDef: { field: "area" } }), "> 99");
  assert.equal(shownText({ data: { shown: {} }, colDef: { field: "area" } }), "");
  assert.equal(shownText({ colDef: { field: "area" } }), "");
});

test("the country and rows of the grid's own are no oblasts", () =>
  assert.deepEqual(["oblast-ua-51", "UA", "b-bottom-0", "", null, undefined].map(isOblast), [true, false, false, false, false, false]));

test("what is in no row is of no oblast", () => {
  globalThis.Element ??= /** @type {any} */ (class {});
  assert.equal(rowOf(null), null);
});
