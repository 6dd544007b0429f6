/* Sliders and the number beside each. The map follows the thumb; a number that is typed counts when it is done. */
import { elementOf, found } from "../dom.js";
import { paramSpecs } from "../state/boot.js";
import { paramText, setParams } from "../state/scenario.js";
import { notify } from "./notes.js";
import { numberIn, t, typedNumber } from "../state/words.js";

/** Ids are `param--<layer>--<name>`, `field--<layer>--<name>`. @param {string} id */
const partsOf = (id) => id.split("--").slice(1);
/** @param {string} id */
const keyOf = (id) => partsOf(id).join(".");

/** @param {number} value @param {string} unit */
const written = (value, unit) => `${numberIn(value, { maximumFractionDigits: 6 })} ${unit}`.trimEnd();

/** Show the value of a parameter in its slider and its field. @param {string} key */
export function showNumber(key) {
  const id = key.replace(".", "--"), slider = elementOf(`param--${id}`, HTMLInputElement), field = elementOf(`field--${id}`, HTMLInputElement);
  const text = paramText(key), words = written(Number(text), paramSpecs[key].unit);
  if (slider.value !== text) slider.value = text;
  slider.parentElement?.style.setProperty("--at", text);
  slider.setAttribute("aria-valuetext", words);
  if (field !== document.activeElement) field.value = words;
}

document.addEventListener("input", ({ target }) => {
  if (target instanceof HTMLInputElement && target.type === "range" && target.id.startsWith("param--"))
    setParams({ [keyOf(target.id)]: String(Number(target.value)) });
});

/** A field is judged when it is done: at Enter, or when it is left. Half a number is no number, and what lies outside the range
 * must reach neither map nor address. @param {HTMLInputElement} input */
function judge(input) {
  const key = keyOf(input.id), { title, low, high, allowed, unit } = paramSpecs[key];
  const typed = input.value.trim(), value = typedNumber(typed); // its unit stands behind it
  const now = Number(paramText(key)), fits = value >= low && value <= high;
  if (typed && !fits) notify(t("{name}: {value} is outside the range. Allowed: {allowed}. The map stays as it was.", { name: title, value: Number.isNaN(value) ? typed : written(value, unit), allowed }), { color: "orange" });
  if (fits && value !== now) setParams({ [key]: String(value) });
  input.value = written(fits ? value : now, unit);
}
/** @param {EventTarget | null} target */
const fieldAt = (target) => (target instanceof HTMLInputElement && target.id.startsWith("field--") ? target : null);
/** @param {EventTarget | null} target */
function judgeAt(target) {
  const field = fieldAt(target);
  if (field) judge(field);
}
addEventListener("focusout", ({ target }) => judgeAt(target));
addEventListener("keydown", (event) => {
  if (event.key === "Enter") return judgeAt(event.target);
  const field = fieldAt(event.target), step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!field || !step) return;
  event.preventDefault();
  const slider = found(`param--${partsOf(field.id).join("--")}`);
  if (slider instanceof HTMLInputElement) {
    const { unit, low, high } = paramSpecs[keyOf(field.id)], typed = typedNumber(field.value);
    field.value = written(Math.min(high, Math.max(low, (Number.isNaN(typed) ? Number(slider.value) : typed) + step * Number(slider.step))), unit);
  }
});
