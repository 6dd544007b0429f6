/* Which layers are shown: switches, legend, assessment, and the date of the data. */
import { element, found, part, root } from "../dom.js";
import { boot, layerById, layerOrder } from "../state/boot.js";
import { change, compared, listen, paramText, setVisible, state } from "../state/scenario.js";
import { actions } from "./actions.js";
import { t } from "../state/words.js";

/* One style sheet hides what belongs to hidden layers, whatever Dash draws. */
const sheet = element("visibility");
/** Once the server has said so: which kinds occur in each layer of either scenario. @type {Record<string, string[]>} */
let kinds = {};
/** And the newest fact of each layer, as a date and in words, by scenario. @type {Record<string, [date: string, words: string]>[]} */
let dates = [];

/** And in which layers anything is notional, by scenario. @type {string[][] | undefined} */
let notional;

/** @param {import("../types").Known | null} here */
export function setKinds(here) {
  ({ kinds, dates, notional } = here ?? { kinds: {}, dates: [], notional: undefined });
  paintVisibility();
  paintDataDate();
  if (here) paintLabels(here.labels);
}

/** @param {Record<string, string>} labels what the legend says of a kind, by layer and kind */
function paintLabels(labels) {
  for (const [key, text] of Object.entries(labels))
    for (const label of document.querySelectorAll(`.legend-row[data-kind="${key}"] > span:last-child`)) label.textContent = text;
}
/** The date is known here; the area comes with what the server says of the data. */
function paintDates() {
  const { parameter, labels } = boot.reference_line ?? { parameter: "", labels: {} };
  const other = parameter && paramText(parameter), date = boot.dates[other];
  if (date) paintLabels(Object.fromEntries(Object.entries(labels).map(([key, [since, by]]) => [key, (other < state.line ? since : by).replace("{date}", date)])));
}
listen((keys) => { if (keys.some((key) => key === "params" || key === "line")) paintDates(); });

/** Data are as of the newest fact shown, as in every figure. */
export function paintDataDate() {
  const shown = compared().flatMap((one, i) => [...one.layers].map((id) => dates[i]?.[id] ?? ["", ""]));
  const [, newest] = shown.reduce((best, one) => (one[0] > best[0] ? one : best), ["", ""]);
  element("data-date").textContent = newest ? t("Data as of {date}", { date: newest }) : "";
  // As on every figure and slide, the notice stands where anything notional is shown.
  const says = compared().some((one, i) => [...one.layers].some((id) => notional?.[i]?.includes(id) ?? layerById[id].notional));
  part(document.body, "footer .notice", HTMLElement).hidden = !says;
}

export function paintVisibility() {
  const hidden = layerOrder.filter((id) => !compared().some((one) => one.layers.has(id))); // the assessment is of all compared
  const unseen = layerOrder.filter((id) => !state.layers.has(id) && !state.other?.layers.has(id)); // the legend of both
  const absent = Object.entries(kinds).flatMap(([id, here]) => boot.legend[id].filter((kind) => !here.includes(kind)).map((kind) => `${id}/${kind}`));
  for (const { id, derives_from: of } of boot.layers) { // what is made of a guarantee goes with it, and tells of its ground
    absent.push(...of.filter((one) => unseen.includes(one)).map((one) => `${id}/by_${one}`));
    if (!unseen.includes(id)) absent.push(...boot.styles.light.layers.flatMap(({ metadata: m }) => (m?.covers && of.includes(m.layer) ? [`${m.layer}/${m.kind}`] : [])));
  }
  /** @param {string[]} ids @param {string} within */
  const rows = (ids, within) => ids.map((id) => `${within} .of-layer[data-layer="${id}"]`);
  const selectors = [...rows(hidden, "#assessment"), ...rows(unseen, "#legend"), ...absent.map((key) => `.legend-row[data-kind="${key}"]`)];
  sheet.textContent = selectors.length ? selectors.join(",") + "{display:none!important}" : "";
  root.toggleAttribute("data-nothing-shown", unseen.length === layerOrder.length);
}

document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.type === "checkbox" && target.id.startsWith("toggle-")) setVisible(target.id.slice(7), target.checked);
});

export function pushSwitches() {
  for (const id of layerOrder) {
    const it = found(`toggle-${id}`); // a frame on a page of others has those that its author chose
    if (it instanceof HTMLInputElement) it.checked = state.layers.has(id);
  }
}

const guaranteeIds = boot.layers.filter((layer) => layer.group === "guarantee").map((layer) => layer.id);
/** @param {boolean} on */
function setGuarantees(on) {
  const layers = new Set(state.layers);
  for (const id of guaranteeIds) layers[on ? "add" : "delete"](id);
  change({ layers });
}
export const toggleGuarantees = () => setGuarantees(!guaranteeIds.every((id) => state.layers.has(id)));
Object.assign(actions, { "guarantees-all": () => setGuarantees(true), "guarantees-none": () => setGuarantees(false) });
paintDates();
setKinds(boot.known ?? null);
