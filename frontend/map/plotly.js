/* plotly.js, which draws the map, arrives beside the page's own script: what needs it waits here. */

const script = /** @type {HTMLScriptElement | null} */ (document.getElementById("plotly-script"));

/** Resolves when plotly.js is there; never where it cannot be loaded. */
export const plotlyLoaded = new Promise((done) => {
  if (window.Plotly || !script) done(undefined);
  else script.addEventListener("load", () => done(undefined), { once: true });
});
