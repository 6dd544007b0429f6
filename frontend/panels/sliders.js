/* Sliders and their fields. A slider keeps its value to itself until it rests; the map must not wait for that, nor for Dash, which
   takes some 80 ms to draw its panels again (docs/performance.md). So the thumb's own value is watched: the map and the figure in
   the field follow it at once, the component behind the field once it has come to rest. */
import { closest, found } from "../dom.js";
import { paramSpecs } from "../state/boot.js";
import { paramText, setParams } from "../state/scenario.js";
import { notify, setProps } from "./dash.js";

const REST_MS = 250;
const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);
/** Ids are `param--<layer>--<name>`, `field--<layer>--<name>`. @param {string} id */
const partsOf = (id) => id.split("--").slice(1);
/** @param {string} id */
const keyOf = (id) => partsOf(id).join(".");

/** A thumb that moves because of an undo or an address must not be taken for a hand on it. @type {HTMLElement | null} */
let held = null;
addEventListener("pointerdown", ({ target }) => { held = closest(target, ".param-slider"); }, true);
addEventListener("keydown", (event) => {
  const moves = MOVES.has(event.key) && !event.ctrlKey && !event.metaKey;
  held = moves ? closest(event.target, ".param-slider") : null;
}, true);

/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;
/** @param {HTMLElement} slider @param {number} value */
function moved(slider, value) {
  const fieldId = `field--${partsOf(slider.id).join("--")}`, field = found(fieldId);
  setParams({ [keyOf(slider.id)]: String(value) });
  if (field instanceof HTMLInputElement) field.value = field.value.replace(/[\d.,]+/, value.toLocaleString("en")); // its unit stays
  clearTimeout(resting);
  resting = setTimeout(() => setProps(fieldId, { value: Number(paramText(keyOf(slider.id))) }), REST_MS);
}
new MutationObserver((changes) => {
  for (const { target } of changes)
    if (held?.contains(target)) moved(held, Number(/** @type {Element} */ (target).getAttribute("aria-valuenow")));
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["aria-valuenow"] });

/** A field is judged when it is done: at Enter, or when it is left. Half a number is no number, and what lies outside the range
 * must reach neither map nor address. @param {HTMLInputElement} input */
function judge(input) {
  const key = keyOf(input.id), { title, low, high, allowed } = paramSpecs[key];
  const typed = input.value.trim(), value = Number.parseFloat(typed.replaceAll(",", "")); // its unit stands behind it
  const now = Number(paramText(key)), fits = value >= low && value <= high;
  if (typed && !fits) notify(`${title}: ${typed} is outside the range. Allowed: ${allowed}. The map stays as it was.`, { color: "orange" });
  if (fits && value !== now) {
    setParams({ [key]: String(value) });
    setProps(`param--${partsOf(input.id).join("--")}`, { value });
  }
  if (fits) return;
  setProps(input.id, { value: "" }); // else the value in force would be no news to Dash, which may not have heard of the typed one
  setTimeout(() => setProps(input.id, { value: now }), 50);
}
/** @param {EventTarget | null} target */
const fieldAt = (target) => (target instanceof HTMLInputElement && target.id.startsWith("field--") ? target : null);
/** @param {EventTarget | null} target */
function judgeAt(target) {
  const field = fieldAt(target);
  if (field) judge(field);
}
addEventListener("focusout", ({ target }) => judgeAt(target));
addEventListener("keydown", ({ key, target }) => { if (key === "Enter") judgeAt(target); });
