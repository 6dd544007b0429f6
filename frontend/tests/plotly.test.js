/* The map inside plotly.js is reached by fields that are not public. A newer plotly.js may have others: look whether map/plotly.js
   still reaches the map, sets fading, and refits a plot, then write its version there. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

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
