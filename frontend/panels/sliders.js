/* Sliders and their fields. A slider keeps its value to itself until it rests; the map must not wait for that, nor for
   Dash, which takes some 80 ms to draw its panels anew (docs/performance.md). So the thumb's own value is watched: the map and
   the figure in the field follow it at once, the component behind the field once it has come to rest. */
import { g } from "../state/page.js";

const REST_MS = 250;
const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);
const partsOf = (id) => id.split("--").slice(1); // param--<layer>--<name>, field--<layer>--<name>
const keyOf = (id) => partsOf(id).join(".");

// A thumb that moves because of an undo or an address must not be taken for a hand on it.
let held = null;
const sliderAt = (target) => target.closest?.(".param-slider") ?? null;
addEventListener("pointerdown", ({ target }) => { held = sliderAt(target); }, true);
addEventListener("keydown", (event) => {
  const moves = MOVES.has(event.key) && !event.ctrlKey && !event.metaKey;
  held = moves ? sliderAt(event.target) : null;
}, true);

let resting = 0;
function moved(slider, value) {
  const fieldId = `field--${partsOf(slider.id).join("--")}`, field = document.getElementById(fieldId);
  g.setParams({ [keyOf(slider.id)]: String(value) });
  if (field) field.value = field.value.replace(/[\d.,]+/, value.toLocaleString("en")); // its unit stays
  clearTimeout(resting);
  resting = setTimeout(() => g.setProps(fieldId, { value: Number(g.paramText(keyOf(slider.id))) }), REST_MS);
}
new MutationObserver((changes) => {
  for (const { target } of changes)
    if (held?.contains(target)) moved(held, Number(target.getAttribute("aria-valuenow")));
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["aria-valuenow"] });

/* A field is judged when it is done: at Enter, or when it is left. Half a number is no number, and what lies outside the
   range must reach neither map nor address. */
function judge(input) {
  const key = keyOf(input.id), { title, low, high, allowed } = g.specs[key];
  const typed = input.value.trim(), value = Number.parseFloat(typed.replaceAll(",", "")); // its unit stands behind it
  const now = Number(g.paramText(key)), fits = value >= low && value <= high;
  if (typed && !fits) g.notify(`${title}: ${typed} is outside the range. Allowed: ${allowed}. The map stays as it was.`, { color: "orange" });
  if (fits && value !== now) {
    g.setParams({ [key]: String(value) });
    g.setProps(`param--${partsOf(input.id).join("--")}`, { value });
  }
  if (fits) return;
  g.setProps(input.id, { value: "" }); // else the value in force would be no news to Dash, which may not have heard of the typed one
  setTimeout(() => g.setProps(input.id, { value: now }), 50);
}
const fieldAt = (target) => (target.id?.startsWith("field--") ? target : null);
addEventListener("focusout", ({ target }) => { if (fieldAt(target)) judge(target); });
addEventListener("keydown", ({ key, target }) => { if (key === "Enter" && fieldAt(target)) judge(target); });
