/* The comparison as an instrument, in the right panel: how the scenarios are called, what to change, and which of them stays. */
import { closest, element, elementOf, make } from "../dom.js";
import { LETTERS, MAX_NAME } from "../state/address.js";
import { base, boot, paramSpecs } from "../state/boot.js";
import { called, described, letterOf } from "../state/called.js";
import { allSame, changeCompared, compared, keepForMaps, leaveOut, listen, of, onRestore, query, showAsB, single, state, theme, turnTo } from "../state/scenario.js";
import { actions } from "./actions.js";
import { dialog, openDialog } from "./dialogs.js";
import { openPanel } from "./fold.js";
import { notify } from "./notes.js";
import { t } from "../state/words.js";

const rows = element("compare-rows"), dates = elementOf("compare-date", HTMLSelectElement);
/** Names that the ready variants give, which the next may take the place of. */
const NAMES = { low: t("Low"), default: t("Default"), high: t("High") };
const isOwn = (/** @type {string} */ name) => Boolean(name) && !Object.values(NAMES).includes(name) && !name.startsWith(t("Line of {date}", { date: "" }));
const edited = () => LETTERS.indexOf(state.side);

// -- names --------------------------------------------------------------------------------------------------------------------
/** @param {number} index */
function rowOf(index) {
  const one = compared()[index], letter = letterOf(index), onMap = index < 2;
  const act = onMap ? t("Edit {letter}", { letter }) : t("Show {letter} on the map, in the place of B", { letter });
  const button = make("button", { type: "button", className: "side-button", textContent: letter, title: act, ariaLabel: act, ariaPressed: String(onMap && index === edited()) });
  button.addEventListener("click", () => (onMap ? turnTo(index ? "b" : "a") : showAsB(index)));
  const name = make("input", { type: "text", className: "field", value: one.name, placeholder: described(one), title: described(one), maxLength: MAX_NAME, ariaLabel: t("Name of scenario {letter}", { letter }), autocomplete: "off", spellcheck: false });
  name.id = `compare-name-${LETTERS[index]}`;
  name.addEventListener("change", () => rename(index, name));
  name.addEventListener("keydown", (event) => { if (event.key === "Enter") name.blur(); });
  const row = make("div", { className: "compare-row" }, button, name);
  if (!onMap) {
    const out = make("button", { type: "button", className: "icon-button icon icon-x", title: t("Leave {letter} out", { letter }), ariaLabel: t("Leave {letter} out", { letter }) });
    out.addEventListener("click", () => leaveOut(index));
    row.append(out);
  }
  return row;
}
/** @param {number} index @param {HTMLInputElement} field */
function rename(index, field) {
  const name = field.value.replace(/\s+/g, " ").trim();
  if (/\p{C}/u.test(name) || [...name].length > MAX_NAME) {
    field.value = compared()[index].name;
    return notify(t("A name has at most {most} printable characters. It stays as it was.", { most: MAX_NAME }), { id: "compare-name", color: "orange" });
  }
  if (name !== compared()[index].name) changeCompared(index, { name });
}

let painted = "";
function paint() {
  if (!state.other) return void (painted = "");
  const all = compared(), letter = letterOf(edited());
  const now = JSON.stringify([state.side, all.map((one) => [one.name, described(one)])]);
  if (now === painted) return;
  painted = now;
  const held = document.activeElement, heldId = held instanceof HTMLElement && rows.contains(held) ? held.id : "";
  rows.replaceChildren(...all.map((_, index) => rowOf(index)));
  if (heldId) document.getElementById(heldId)?.focus();
  element("compare-offer-label").textContent = t("Change {letter} to", { letter });
  dates.value = "";
  for (const option of dates.options) option.disabled = option.value === state.line;
  const copy = element("compare-copy");
  copy.textContent = t("As {letter}", { letter: state.side === "a" ? "B" : "A" });
  elementOf("compare-keep", HTMLButtonElement).disabled = all.length >= LETTERS.length;
  element("compare-keep").textContent = all.length < LETTERS.length ? t("Keep {letter} as {other}", { letter, other: letterOf(all.length) })
    : t("Keep {letter} as a seventh", { letter });
}

// -- what to change -----------------------------------------------------------------------------------------------------------
/** @param {"low" | "default" | "high"} variant */
function toVariant(variant) {
  const params = { ...state.params };
  for (const [key, { variants, default: usual }] of Object.entries(paramSpecs)) {
    const text = variants[variant];
    if (text === undefined) continue;
    if (text === usual) delete params[key]; else params[key] = text;
  }
  changeCompared(edited(), { params, name: isOwn(state.name) ? state.name : NAMES[variant] });
}
function toCopy() {
  const { layers, line, params } = /** @type {import("../types").Choice} */ (of(state.side === "a" ? "b" : "a"));
  changeCompared(edited(), { layers: new Set(layers), line, params: { ...params }, name: isOwn(state.name) ? state.name : "" });
}
dates.addEventListener("change", () => {
  const line = dates.value;
  if (line) changeCompared(edited(), { line, name: isOwn(state.name) ? state.name : t("Line of {date}", { date: boot.dates[line] }) });
});
document.addEventListener("click", ({ target }) => {
  const variant = closest(target, "[data-variant]")?.dataset.variant;
  if (variant === "low" || variant === "default" || variant === "high") toVariant(variant);
});

// -- leaving: which one stays -------------------------------------------------------------------------------------------------
export function closeCompare() {
  if (dialog("compare-leave-dialog").open) return;
  if (allSame()) return single();
  element("compare-choices").replaceChildren(...compared().map((_, index) => {
    const keep = make("button", { type: "button", className: "button", textContent: t("Keep {scenario}", { scenario: called(index) }), autofocus: index === edited() });
    keep.addEventListener("click", () => leave(index));
    return keep;
  }));
  openDialog("compare-leave-dialog");
}
/** @param {number} index */
function leave(index) {
  if (index >= compared().length) return;
  const name = called(index);
  dialog("compare-leave-dialog").close();
  single(index);
  notify(t("{name} stays. Ctrl+Z brings the others back.", { name }), { id: "compare-left", autoClose: 6000 });
}
dialog("compare-leave-dialog").addEventListener("keydown", (event) => {
  event.stopPropagation(); // letters are the scenarios' here
  const index = event.ctrlKey || event.metaKey || event.altKey ? -1 : LETTERS.indexOf(event.key.toLowerCase());
  if (index >= 0 && event.key.length === 1) leave(index);
});

// -- small maps ---------------------------------------------------------------------------------------------------------------
const picture = elementOf("compare-picture", HTMLImageElement);
function showMaps() {
  const own = query().split("&").filter((pair) => !pair.startsWith("theme=")).join("&");
  const wide = innerWidth > 700, size = wide ? "1500x900" : "700x1200";
  const address = `${base}/snapshot.png?${own}&theme=${theme()}&layout=${size}&scale=${wide ? 1 : 1.2}`;
  picture.alt = t("Maps of {list}", { list: compared().map((_, index) => called(index)).join("; ") });
  if (picture.getAttribute("src") !== address) {
    picture.dataset.state = "drawing";
    element("compare-picture-said").textContent = t("Drawing the maps …");
    picture.src = address;
  }
  openDialog("compare-maps-dialog");
}
picture.addEventListener("load", () => { picture.dataset.state = "drawn"; element("compare-picture-said").textContent = ""; });
picture.addEventListener("error", () => {
  picture.dataset.state = "failed";
  picture.removeAttribute("src");
  element("compare-picture-said").textContent = t("The maps did not arrive. Close this and try again.");
});

Object.assign(actions, {
  "compare-copy": toCopy,
  "compare-keep": () => {
    keepForMaps();
    notify(t("Kept as {letter}, for the small maps. Go on changing {edited}.", { letter: letterOf(compared().length - 1), edited: letterOf(edited()) }), { id: "compare-kept", autoClose: 5000 });
  },
  "compare-maps": showMaps,
  "compare-leave": closeCompare,
  "compare-export": () => { dialog("compare-maps-dialog").close(); actions["export-open"](); },
});

let comparing = Boolean(state.other);
function follow() {
  const now = Boolean(state.other);
  if (now && !comparing) enter();
  comparing = now;
  paint();
}
/** Say at once what can be changed. */
const enter = () => openPanel("right");
listen((keys) => { if (keys.some((key) => key !== "view" && key !== "theme")) follow(); });
onRestore(follow);
paint();
