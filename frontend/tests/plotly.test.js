/* The map inside plotly.js is reached by fields that are not public. A newer plotly.js may have others: look whether map/plotly.js
   still reaches the map, sets fading, and refits a plot, then write its version there. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

Object.assign(globalThis, { window: { Plotly: {} }, document: { getElementById: () => null } });
if (!globalThis.navigator) Object.assign(globalThis, { navigator: { userAgent: "" } });
const { holdDrawing } = await import("../map/plotly.js");
const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

test("map/plotly.js is written for the plotly.js that is shipped", () => {
  const written = /PLOTLY_VERSION = "([^"]+)"/.exec(read("../map/plotly.js"))?.[1];
  const shipped = /plotly\.js \(map - minified\) v(\S+)/.exec(read("../../assets/vendor/plotly-map.min.js").slice(0, 400))?.[1];
  assert.equal(written, shipped);
});

test("no other module reaches into plotly.js or MapLibre", () => {
  for (const path of ["../map/map_view.js", "../map/map_pane.js", "../briefing/presentation.js", "../export/screenshot.js"])
    assert.doesNotMatch(read(path), /_fullLayout|_subplot|_fadeDuration|Plotly\./);
});

test("while drawing is held, a layer with its data is made ready once, and nothing is drawn", () => {
  const drawn = [], ready = [], gl = Object.create({ clear: () => drawn.push("clear"), drawArrays: () => drawn.push("arrays"), drawElements: () => drawn.push("elements") });
  const loaded = new Set(["ground"]);
  const painter = {
    render(style) {
      gl.clear();
      for (const source of ["ground", "towns"]) this.renderLayer(this, null, { id: `${source}/fill`, source, type: "fill" }, [], { currentPass: "translucent" });
      this.rendered = style;
    },
    renderLayer(_painter, _tiles, { id }) { ready.push(id); gl.drawElements(); },
  };
  const map = { painter, getCanvas: () => ({ getContext: () => gl }), isSourceLoaded: (source) => loaded.has(source) };
  const letDraw = holdDrawing(map);
  painter.render("style");
  painter.render("style");
  assert.deepEqual([painter.style, ready, drawn], ["style", ["ground/fill"], []]);
  loaded.add("towns");
  painter.render("style");
  assert.deepEqual([ready, drawn], [["ground/fill", "towns/fill"], []]);
  letDraw();
  painter.render("style");
  assert.deepEqual([ready.slice(2), drawn], [["ground/fill", "towns/fill"], ["clear", "elements", "elements"]]);
});

test("what fails while drawing is held leaves nothing undrawable behind", () => {
  const gl = Object.create({ clear: () => "cleared", drawArrays() {}, drawElements() {} }), renderLayer = () => {};
  const painter = { render() { throw new Error("lost"); }, renderLayer };
  holdDrawing({ painter, getCanvas: () => ({ getContext: () => gl }), isSourceLoaded: () => true });
  assert.throws(() => painter.render("style"), /lost/);
  assert.deepEqual([gl.clear(), painter.renderLayer], ["cleared", renderLayer]);
});
