/* The one place that knows plotly.js and reaches the MapLibre map inside it. That object is not public API of plotly.js, nor are
   the fields of MapLibre's that are set here: every use is guarded, and without them the map is slower, not broken.
   Written for the plotly.js below; tests/plotly.test.js fails where assets/vendor holds another. */

/** @typedef {import("../types").GraphDiv} GraphDiv */
/** @typedef {import("../types").LiveMap} LiveMap */

export const PLOTLY_VERSION = "4.1.1";
const REACH_TRIES = 200, REACH_MS = 10;

const script = document.getElementById("plotly-script");
/** Resolves when plotly.js is there; never where it cannot be loaded. It arrives beside the page's own script. @type {Promise<void>} */
export const plotlyLoaded = new Promise((done) => {
  if (window.Plotly || !script) done();
  else script.addEventListener("load", () => done(), { once: true });
});

/** The live map inside a plot, or null while there is none. @param {GraphDiv} plot @returns {LiveMap | null} */
export const liveMapOf = (plot) => plot._fullLayout?.map?._subplot?.map ?? null;

/** Open a plot; `drawn` resolves when plotly.js calls it drawn. The map is there earlier, or null if it cannot be reached.
 * @param {GraphDiv} plot @param {unknown[]} data @param {Record<string, unknown>} layout @param {Record<string, unknown>} config
 * @returns {Promise<{ map: LiveMap | null, drawn: Promise<unknown> }>} */
export async function openPlot(plot, data, layout, config) {
  const drawn = window.Plotly.newPlot(plot, data, layout, config);
  for (let tries = 0; !liveMapOf(plot) && tries < REACH_TRIES; tries++) await new Promise((next) => setTimeout(next, REACH_MS));
  return { map: liveMapOf(plot), drawn };
}

/** @param {GraphDiv} plot */
export const isOpen = (plot) => Boolean(plot._fullLayout);
/** @param {GraphDiv} plot @param {Record<string, unknown>} update */
export const relayout = (plot, update) => window.Plotly.relayout(plot, update);

/** Let a plot fill its element again; null where it does. @param {GraphDiv} plot */
export function fitPlot(plot) {
  const layout = plot._fullLayout;
  if (!layout || (plot.clientWidth === layout.width && plot.clientHeight === layout.height)) return null;
  return relayout(plot, { width: plot.clientWidth, height: plot.clientHeight });
}

/** Names need not fade in: the picture shows them already. @param {LiveMap} map */
export function showNamesAtOnce(map) {
  Object.assign(map, { _fadeDuration: 0 });
}

/** How long layers take to come and go; without it they switch at once. @param {LiveMap | null} map @param {number} duration */
export function setFade(map, duration) {
  const sheet = /** @type {{ style?: { stylesheet?: import("../types").MapStyle } } | null} */ (/** @type {unknown} */ (map))?.style?.stylesheet;
  if (sheet) sheet.transition = { duration, delay: 0 };
}
