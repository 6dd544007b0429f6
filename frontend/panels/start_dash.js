/* Starts Dash once the live map is on screen: both at once would take turns on the same processor, and the map, which
   the visitor is waiting for, would come later (docs/performance.md). The files are fetched meanwhile. */
import { element, elementOf, make } from "../dom.js";
import { plotlyLoaded } from "../map/plotly.js";

const PATIENCE_MS = 12000; // a map that cannot be drawn must not keep the assessment away
const scripts = [...elementOf("dash-scripts", HTMLTemplateElement).content.querySelectorAll("script")];
const files = scripts.filter((script) => script.src);
plotlyLoaded.then(() => { // they must not take turns with plotly.js on a slow line; what is preloaded is compiled at once, beside the map
  for (const { src } of files) document.head.append(make("link", { rel: "prefetch", as: "script", href: src }));
});

/** A script from a template does not run; a copy of it does, in order. @param {HTMLScriptElement} script */
const run = (script) => new Promise((done, failed) => {
  const copy = make("script", { async: false });
  if (script.src) Object.assign(copy, { src: script.src, onload: done, onerror: failed }); else copy.textContent = script.textContent;
  document.body.append(copy);
  if (!script.src) done(undefined);
});

/** @type {Promise<void> | null} */
let started = null;
/** Start it, if it has not been. */
export const startDash = () => (started ??= (async () => {
  await Promise.all(files.map(run));
  for (const script of scripts.filter((one) => !one.src)) await run(script);
})());
const begin = () => { startDash().catch(() => {}); }; // map and panel work without it
document.addEventListener("map-live", () => requestAnimationFrame(() => setTimeout(begin)));
if (element("map").dataset.state === "live") begin();
setTimeout(begin, PATIENCE_MS);
