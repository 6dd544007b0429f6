/* The controls of parameters, which the server sent, follow the scenario and steer it; what differs from the map as proposed is
   marked. Sliders and their fields: sliders.js. */
import { closest, element, found, root } from "../dom.js";
import { paramSpecs } from "../state/boot.js";
import { isPublished, listen, paramText, setParams, state } from "../state/scenario.js";
import { showNumber } from "./sliders.js";

/** @param {string} key */
const idOf = (key) => key.replace(".", "--");
/** @param {string} id `param--<layer>--<name>` */
const keyOf = (id) => id.split("--").slice(1).join(".");

/** @param {string} key */
function showControl(key) {
  const { kind } = paramSpecs[key], text = paramText(key), control = found(`param--${idOf(key)}`);
  if (!control) return;
  if (kind === "number" || kind === "integer") return showNumber(key);
  if (control instanceof HTMLSelectElement) { control.value = text; return; }
  const chosen = kind === "several" ? text.split(",") : [text];
  for (const box of control.querySelectorAll("input")) box.checked = chosen.includes(box.value);
}
/** Show the scenario's values in the controls. @param {string[]} [keys] */
export const pushControls = (keys = Object.keys(paramSpecs)) => keys.forEach(showControl);

export function markChanged() {
  root.dataset.changed = isPublished() ? "no" : "yes";
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-param]")))
    row.toggleAttribute("data-differs", (row.dataset.param ?? "") in state.params);
}
export function markSides() {
  for (const mark of document.querySelectorAll(".side-mark")) mark.textContent = state.other ? state.side.toUpperCase() : "";
  element("compare-toggle").setAttribute("aria-pressed", String(Boolean(state.other)));
  for (const side of ["a", "b"]) element(`edit-${side}`).setAttribute("aria-pressed", String(state.side === side));
}

/** A published figure stands in its menu only as long as it is the value. @type {Record<string, number>} */
const startedFrom = {};
/** @param {string} key @param {string} note */
const sayPreset = (key, note) => { element(`preset-note--${idOf(key)}`).textContent = note; };

document.addEventListener("change", ({ target }) => {
  const control = closest(target, "[id^='param--'], [id^='preset--']");
  if (!control || (control instanceof HTMLInputElement)) return; // a slider
  const key = keyOf(control.id);
  if (control.id.startsWith("preset--")) {
    const preset = paramSpecs[key].presets[Number(/** @type {HTMLSelectElement} */ (control).value || NaN)];
    if (!preset) return;
    startedFrom[key] = preset.value;
    sayPreset(key, preset.note);
    setParams({ [key]: String(preset.value) });
  } else if (control instanceof HTMLSelectElement) setParams({ [key]: control.value });
  else {
    const chosen = [...control.querySelectorAll("input")].filter((box) => box.checked).map((box) => box.value);
    setParams({ [key]: paramSpecs[key].options.filter((option) => chosen.includes(option)).join() });
  }
});
listen((keys) => {
  if (state.scene || !keys.some((key) => ["params", "side", "other"].includes(key))) return; // scenes follow each other fast, unseen
  pushControls();
  for (const [key, value] of Object.entries(startedFrom)) {
    if (Number(paramText(key)) === value) continue;
    delete startedFrom[key];
    /** @type {HTMLSelectElement} */ (element(`preset--${idOf(key)}`)).value = "";
    sayPreset(key, "");
  }
});
