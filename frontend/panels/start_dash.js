/* Starts Dash once the live map is on screen: both at once would take turns on the same processor, and the map, which
   the visitor is waiting for, would come a second later (docs/performance.md). The files are fetched meanwhile. */
import { element, elementOf, make } from "../dom.js";
import { plotlyLoaded } from "../map/plotly.js";

const PATIENCE_MS = 2500; // a map that cannot be drawn must not keep the panels away
const scripts = [...elementOf("dash-scripts", HTMLTemplateElement).content.querySelectorAll("script")];
const files = scripts.filter((script) => script.src);
plotlyLoaded.then(() => { // they must not take turns with plotly.js on a slow line
  for (const { src } of files) document.head.append(make("link", { rel: "preload", as: "script", href: src }));
});

/** A script from a template does not run; a copy of it does, in order. @param {HTMLScriptElement} script */
const run = (script) => new Promise((done, failed) => {
  const copy = make("script", { async: false });
  if (script.src) Object.assign(copy, { src: script.src, onload: done, onerror: failed }); else copy.textContent = script.textContent;
  document.body.append(copy);
  if (!script.src) done(undefined);
});

let started = false;
async function start() {
  if (started) return;
  started = true;
  await Promise.all(files.map(run));
  for (const script of scripts.filter((one) => !one.src)) await run(script);
}
document.addEventListener("map-live", () => requestAnimationFrame(() => setTimeout(start)));
if (element("map").dataset.state === "live") start();
setTimeout(start, PATIENCE_MS);
