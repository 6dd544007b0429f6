/* The controls of parameters, which Dash has drawn, follow the scenario; what differs from the map as proposed is marked. */
import { found, root } from "../dom.js";
import { paramSpecs } from "../state/boot.js";
import { isPublished, listen, paramText, setParams, state } from "../state/scenario.js";
import { dashIsDrawn, setProps } from "./dash.js";

/** Show the scenario's values in the controls, after an address, a preset, a reset. @param {string[]} [keys] */
export function pushControls(keys = Object.keys(paramSpecs)) {
  if (!dashIsDrawn()) return;
  for (const key of keys) {
    const text = paramText(key), { kind } = paramSpecs[key];
    const value = kind === "several" ? text.split(",").filter(Boolean) : kind === "choice" ? text : Number(text);
    const id = key.replace(".", "--");
    setProps(`param--${id}`, { value });
    if (kind === "number" || kind === "integer") setProps(`field--${id}`, { value });
  }
}

export function markChanged() {
  root.dataset.changed = isPublished() ? "no" : "yes";
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-param]")))
    row.toggleAttribute("data-differs", (row.dataset.param ?? "") in state.params);
}
export function markSides() {
  for (const mark of document.querySelectorAll(".side-mark")) mark.textContent = state.other ? state.side.toUpperCase() : "";
  found("compare-toggle")?.setAttribute("aria-pressed", String(Boolean(state.other)));
  for (const side of ["a", "b"]) found(`edit-${side}`)?.setAttribute("aria-pressed", String(state.side === side));
}

/** What was chosen in a menu; of several, in the order of the options. @param {string} key @param {string | string[]} value */
export function choose(key, value) {
  setParams({ [key]: Array.isArray(value) ? paramSpecs[key].options.filter((option) => value.includes(option)).join() : value });
}

/** A published figure stands in its menu only as long as it is the value. @type {Record<string, number>} */
const startedFrom = {};
/** Set a parameter to a published figure; returns what is said of it. @param {string} key @param {number} index */
export function choosePreset(key, index) {
  const preset = paramSpecs[key]?.presets[index];
  if (!preset) return "";
  startedFrom[key] = preset.value;
  setAndShow(key, String(preset.value));
  return preset.note;
}
listen((keys) => {
  for (const [key, value] of keys.includes("params") ? Object.entries(startedFrom) : []) {
    if (Number(paramText(key)) === value) continue;
    delete startedFrom[key];
    setProps(`preset--${key.replace(".", "--")}`, { value: null });
  }
});

/** @param {string} key @param {string} text */
export function setAndShow(key, text) {
  setParams({ [key]: text });
  pushControls([key]);
}
