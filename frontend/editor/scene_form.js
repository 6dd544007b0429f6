/* The form of one scene: texts, sources, highlights, callouts, and what the server finds wrong with them.
   What is typed goes into the draft at once; all text of a briefing is shown as text or as a field's value. */
import { closest, element, elementOf, found, make, part } from "../dom.js";
import { boot, layerById, paramSpecs } from "../state/boot.js";
import { drafts } from "./drafts.js";
import { nameOf } from "./feature_names.js";
import { listOf, placeText, scenarioOf, textOf } from "./values.js";
import { plural, t } from "../state/words.js";

/** @typedef {import("../types").DraftScene} DraftScene */
/** @typedef {import("../types").DraftFeature} DraftFeature */
/** @typedef {import("../types").DraftCallout} DraftCallout */
export const form = elementOf("briefing-form", HTMLFormElement);
let at = -1;
export const formScene = () => drafts.briefing?.scenes[at] ?? null;
/** @param {(scene: DraftScene) => unknown} act @param {{ group?: string }} [options] */
export const editScene = (act, options) => drafts.change(({ scenes }) => act(scenes[at]), options);
/** Set a field, or leave it out where it holds nothing. @template {keyof DraftScene} K @param {DraftScene} one @param {K} field @param {DraftScene[K] & { length: number }} value */
function put(one, field, value) {
  if (value.length) one[field] = value; else delete one[field];
}
const pickButton = () => part(form, "[data-brief=pick]", HTMLButtonElement);
/** @param {boolean} pressed */
export const markPicking = (pressed) => pickButton().setAttribute("aria-pressed", String(pressed));
export const focusPicking = () => pickButton().focus();

// -- texts ----------------------------------------------------------------------------------------------------------------
/** @param {string} name @returns {HTMLInputElement | HTMLTextAreaElement} */
export const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", ({ target }) => {
  const { name, value } = /** @type {HTMLInputElement} */ (target);
  if (name === "title") editScene((one) => { one.title = value; }, { group: `title ${at}` });
  if (name === "bullets") editScene((one) => put(one, name, value.split("\n").map((line) => line.trim()).filter(Boolean)), { group: `bullets ${at}` });
  if (name === "notes") editScene((one) => put(one, name, value), { group: `notes ${at}` });
});
const finder = elementOf("brief-find", HTMLInputElement);

/** Show the scene of a number, from 0; none where there is none. @param {number} index */
export function fillForm(index) {
  at = index;
  const one = formScene();
  form.hidden = !one;
  if (!one) return;
  field("title").value = textOf(one.title);
  field("bullets").value = listOf(one.bullets).map(textOf).join("\n");
  field("notes").value = textOf(one.notes);
  finder.value = "";
  findSources();
  const entries = listOf(one.timeline).length;
  element("brief-timeline").textContent = entries ? plural("Timeline: {number} entry, kept as in the file.", "Timeline: {number} entries, kept as in the file.", entries) : "";
  fillMap();
  fillSources();
  fillHighlights();
  fillCallouts();
}

/** What the scene's map shows, in words. */
export function fillMap() {
  const scenario = scenarioOf(formScene()), changed = Object.keys(scenario).filter((key) => Object.hasOwn(paramSpecs, key)).length;
  const layers = listOf(scenario.layers).filter((id) => Object.hasOwn(layerById, id)).map((id) => layerById[id].title);
  element("brief-map").textContent = [layers.join(", ") || t("No layers"), t("line of {date}", { date: boot.dates[scenario.line] ?? textOf(scenario.line) }),
    ...(changed ? [plural("{number} assumption changed", "{number} assumptions changed", changed)] : [])].join("; ");
}

// -- sources ---------------------------------------------------------------------------------------------------------------
const boxes = [...element("brief-sources").querySelectorAll("input")];
const titles = new Map(boxes.map((box) => [box.value, box.parentElement?.textContent.trim() ?? ""]));
/** @param {string} text @param {string} label @param {() => void} act @param {string} [title] */
const chip = (text, label, act, title = "") =>
  make("li", { title }, make("span", { textContent: text }), make("button", { type: "button", className: "icon icon-x", ariaLabel: label, title: label, onclick: act }));
function fillSources() {
  const chosen = listOf(formScene()?.sources).map(textOf);
  for (const box of boxes) box.checked = chosen.includes(box.value);
  element("brief-chosen").replaceChildren(...chosen.map((key) => {
    const box = boxes.find(({ value }) => value === key), title = box?.nextElementSibling?.firstChild?.textContent?.trim() ?? key;
    return chip(title, t("Remove the source {title}", { title }), () => { toggleSource(key, false); finder.closest("details")?.querySelector("summary")?.focus(); }, titles.get(key) ?? key);
  }));
}
/** @param {string} key @param {boolean} on */
function toggleSource(key, on) {
  editScene((one) => put(one, "sources", [...listOf(one.sources).filter((other) => other !== key), ...(on ? [key] : [])]));
  fillSources();
}
for (const box of boxes) box.addEventListener("change", () => toggleSource(box.value, box.checked));
function findSources() {
  const wanted = finder.value.trim().toLowerCase();
  for (const box of boxes) {
    const row = box.closest("li");
    if (row) row.hidden = !`${titles.get(box.value)} ${box.value}`.toLowerCase().includes(wanted);
  }
}
finder.addEventListener("input", findSources);

// -- highlights -------------------------------------------------------------------------------------------------------------
/** @param {DraftFeature} a @param {DraftFeature} b */
const sameFeature = (a, b) => a.layer === b.layer && a.feature_id === b.feature_id;
function fillHighlights() {
  element("brief-highlights").replaceChildren(...listOf(formScene()?.highlights).map((feature) =>
    chip(nameOf(feature), t("Remove the highlight {name}", { name: nameOf(feature) }), () => { toggleHighlight(feature); focusPicking(); },
      Object.hasOwn(layerById, feature.layer) ? layerById[feature.layer].title : "")));
}
/** Highlight a feature, or no longer; returns whether it is now. @param {DraftFeature} of */
export function toggleHighlight({ layer, feature_id }) {
  const feature = { layer, feature_id };
  const there = listOf(formScene()?.highlights).some((other) => sameFeature(other, feature));
  editScene((one) => put(one, "highlights", [...listOf(one.highlights).filter((other) => !sameFeature(other, feature)), ...(there ? [] : [feature])]));
  fillHighlights();
  return !there;
}

// -- callouts ------------------------------------------------------------------------------------------------------------------
const callouts = element("brief-callouts"), calloutRow = elementOf("brief-callout", HTMLTemplateElement);
function fillCallouts() {
  callouts.replaceChildren(...listOf(formScene()?.callouts).map((callout, i) => {
    const row = /** @type {DocumentFragment} */ (calloutRow.content.cloneNode(true)), place = callout.at ?? {};
    /** @type {HTMLInputElement} */ (row.querySelector("[data-callout=text]")).value = textOf(callout.text);
    for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll("[data-callout=to]"))) {
      radio.name = `brief-to-${i}`;
      radio.checked = radio.value === (callout.to ?? "ne");
    }
    part(row, "[data-callout=offset_pct]", HTMLInputElement).value = textOf(callout.offset_pct);
    part(row, "[data-callout=at]", HTMLElement).textContent = t("Points at {place}", { place: place.layer ? nameOf(place) : placeText(place) });
    if (row.firstElementChild instanceof HTMLElement) row.firstElementChild.dataset.at = String(i);
    return row;
  }));
}
/** @param {number} i @param {(callout: DraftCallout) => void} act @param {string} [group] */
const editCallout = (i, act, group) => editScene((one) => act(listOf(one.callouts)[i]), group ? { group: `callout ${at} ${i} ${group}` } : {});
/** The number of the callout that an element of its row belongs to. @param {EventTarget | null} target */
export const calloutAt = (target) => Number(closest(target, "[data-at]")?.dataset.at);
callouts.addEventListener("input", ({ target }) => {
  const { dataset, value } = /** @type {HTMLInputElement} */ (target), i = calloutAt(target);
  if (dataset.callout === "text") editCallout(i, (one) => { one.text = value; }, "text");
  if (dataset.callout === "to") editCallout(i, (one) => { one.to = /** @type {import("../types").Direction} */ (value); });
  if (dataset.callout === "offset_pct") editCallout(i, (one) => { if (value === "") delete one.offset_pct; else one.offset_pct = Number(value); }, "away");
});
callouts.addEventListener("click", ({ target }) => {
  if (!(target instanceof HTMLElement) || target.dataset.callout !== "delete") return;
  const gone = calloutAt(target);
  editScene((one) => put(one, "callouts", listOf(one.callouts).filter((_, i) => i !== gone)));
  fillCallouts();
  part(form, "[data-brief=call]", HTMLElement).focus();
});
/** Let a callout point at a place, or add one that does. @param {number} index the callout, or -1 @param {{ lon: number, lat: number }} to @param {string} text of a new one */
export function placeCallout(index, to, text) {
  const row = index >= 0 ? index : listOf(formScene()?.callouts).length;
  editScene((one) => {
    const all = (one.callouts = listOf(one.callouts));
    if (index >= 0) all[index].at = to;
    else all.push({ text: text.slice(0, 80), at: to, to: "ne" });
  });
  fillCallouts();
  const input = /** @type {HTMLInputElement | null} */ (callouts.children[row]?.querySelector("[data-callout=text]"));
  input?.focus();
  input?.select();
}

// -- what is wrong, beside its field ---------------------------------------------------------------------------------------------
const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#briefing-panel [data-wrong]")]);
const known = new Set(places.map((place) => place.dataset.wrong));
/** Show the faults of the whole briefing and those of the scene that is open. @param {import("../types").Fault[]} faults */
export function showFaults(faults) {
  /** @type {Record<string, string[]>} */
  const texts = {};
  for (const { scene: of, field: path, said } of faults) {
    if (of !== null && of !== at + 1) continue;
    const [first, ...rest] = path.split(" "), whole = of === null;
    const key = whole ? `about-${first}` : first, where = known.has(key) ? key : whole ? "whole" : "title";
    const number = rest.join(" ").replace(/^item /, "");
    const item = number && (where === "bullets" ? t("Line {number}", { number }) : t("No. {number}", { number }));
    (texts[where] ??= []).push([known.has(key) ? item : path, said].filter(Boolean).join(": "));
  }
  for (const place of places) {
    const key = place.dataset.wrong ?? "", text = (texts[key] ?? []).join("\n");
    if (place.textContent !== text) place.textContent = text; // else a screen reader says it again
    place.hidden = !text;
    found(`brief-${key}`)?.toggleAttribute("aria-invalid", Boolean(text));
  }
}
