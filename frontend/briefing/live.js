/* The one parameter of a scene that can be moved while it is presented: by its slider under the text, the arrow keys up and down, or in
   the presenter's window. Map and labels follow at once; texts, whose figures the server knows, once it rests. A file from disk has the
   texts of a few values, and its slider those values. */
import { base } from "../state/boot.js";
import { inline } from "../state/inline.js";
import { paramText, setParams } from "../state/scenario.js";
import { make } from "../dom.js";
import { inLanguage, numberIn, t } from "../state/words.js";

/** @typedef {import("../types").Scene} Scene */
const REST_MS = 250;
const name = make("label", { htmlFor: "told-live-range" }), said = make("output", { htmlFor: "told-live-range" });
const range = make("input", { id: "told-live-range", type: "range" });
const reset = make("button", { id: "told-live-reset", type: "button", className: "icon icon-undo-2" });
export const livePart = make("div", { id: "told-live", hidden: true }, name, range, said, reset);
/** @type {Scene | null} */
let scene = null;
/** What presentation.js does with the scene under another value. @type {{ write(scene: Scene): void }} */
export const onLive = { write() {} };

/** @param {string} text */
const written = (text) => `${numberIn(Number(text), { maximumFractionDigits: 6 })} ${scene?.live?.unit ?? ""}`.trimEnd();
export const liveKey = () => scene?.live?.key ?? null;
/** The value as it is, or null where the scene has no such parameter. */
export const liveText = () => (scene?.live ? paramText(scene.live.key) : null);

/** Offer the parameter of a scene, or none. @param {Scene | null} shown */
export function showLive(shown) {
  scene = shown;
  clearTimeout(resting);
  asking?.abort();
  const live = scene?.live;
  livePart.hidden = !live;
  if (!live) return;
  Object.assign(range, { min: live.low, max: live.high, step: live.step });
  name.replaceChildren(live.title, make("kbd", { textContent: "↑ ↓", title: t("The arrow keys up and down move it") }));
  reset.title = reset.ariaLabel = t("Back to {value}", { value: written(live.value) });
  paintLive();
}
export function paintLive() {
  const text = liveText();
  if (text === null) return;
  range.value = text;
  said.textContent = written(text);
  range.setAttribute("aria-valuetext", written(text));
  livePart.toggleAttribute("data-moved", text !== scene?.live?.value);
}

/** Move it to a value, as near as its range and step allow. @param {string | number} value */
export function setLive(value) {
  const live = scene?.live, wanted = Number(value);
  if (!live || !Number.isFinite(wanted)) return;
  const steps = Math.round((Math.min(Math.max(wanted, live.low), live.high) - live.low) / live.step);
  setParams({ [live.key]: String(Number((live.low + steps * live.step).toFixed(6))) });
}
/** @param {number} steps */
export const moveLive = (steps) => { if (scene?.live) setLive(Number(liveText()) + steps * scene.live.step); };

/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;
/** @type {AbortController | null} */
let asking = null;
/** The value changed: say so, and have the texts follow. */
export function followLive() {
  paintLive();
  clearTimeout(resting);
  asking?.abort();
  resting = setTimeout(follow, inline ? 0 : REST_MS);
}
async function follow() {
  const at = scene, text = liveText(), live = at?.live;
  if (!at || !live || text === null) return;
  const known = text === live.value ? at : live.scenes?.[text] ?? await ask(live, text);
  if (known && at === scene && text === liveText()) onLive.write(known);
}
/** @param {import("../types").Live} live @param {string} value @returns {Promise<Scene | null>} */
async function ask({ key, scene: written }, value) {
  if (inline || !written) return null;
  const scenes = [{ ...written, scenario: { ...written.scenario, [key]: value } }];
  const { signal } = (asking = new AbortController());
  try {
    const answer = await fetch(inLanguage(`${base}/briefing/told`), { method: "POST", signal, body: JSON.stringify({ schema_version: 1, id: "live", title: t("Live"), date: "2026-01-01", scenes }) });
    return (await answer.json()).told?.scenes[0] ?? null;
  } catch { return null; } // overtaken, or no server: the texts stay as they were
}

range.addEventListener("input", () => setLive(range.value));
range.addEventListener("pointerup", () => range.blur()); // the arrow keys are the clicker's again
reset.addEventListener("click", ({ detail }) => { if (scene?.live) setLive(scene.live.value); if (detail) reset.blur(); });
