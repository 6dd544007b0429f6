/* The list of scenes: choose, show, move, copy, delete. */
import { closest, element, make, part } from "../dom.js";
import { freeMap } from "../panels/fold.js";
import { restore } from "../state/scenario.js";
import { checks, onChecked } from "./check.js";
import { drafts } from "./drafts.js";
import { beforePicking, stopPicking } from "./picking.js";
import { fillForm, fillMap, form, formScene, showFaults } from "./scene_form.js";
import { capture, isOnMap, mapOf, pictureOf, viewOf } from "./scene_map.js";
import { isOpen, mark, markScene } from "./scene_marks.js";
import { hideToast, say, toast } from "./toast.js";
import { idOf, textOf, titleOf } from "./values.js";
import { t } from "../state/words.js";

const list = element("briefing-scenes");
let chosen = -1; // which scene's form is open
export const all = () => drafts.briefing?.scenes ?? [];
export const chosenIndex = () => chosen;
markScene(() => all()[chosen] ?? null);

export function showScene(index = chosen) {
  const scene = all()[index];
  if (!scene) return;
  restore({ side: "a", ...mapOf(scene), view: viewOf(scene), compare: null }, { push: true });
  freeMap();
  say(t("The map shows “{title}”.", { title: titleOf(scene) }));
}
beforePicking(() => {
  const scene = formScene();
  if (scene && !isOnMap(scene)) showScene();
});

// -- rows -------------------------------------------------------------------------------------------------------------------
/** By the scene's id. @type {Map<string, HTMLLIElement>} */
const rows = new Map();
function newRow() {
  const image = make("img", { alt: "", loading: "lazy", decoding: "async" });
  image.addEventListener("error", () => { image.hidden = true; });
  image.addEventListener("load", () => { image.hidden = false; });
  return make("li", { className: "brief-scene" },
    make("div", { className: "brief-head" },
      make("span", { className: "brief-grip icon icon-grip-vertical", title: t("Drag to reorder"), ariaHidden: "true" }),
      make("button", { type: "button", className: "brief-shot", title: t("Show on the map") }, image),
      make("button", { type: "button", className: "brief-open" }, make("b"), make("span"), make("i"))));
}
/** The number of the scene, from 0, that an element of its row belongs to. @param {Element} inside */
export const sceneAt = (inside) => { const row = closest(inside, ".brief-scene"); return row ? [...list.children].indexOf(row) : -1; };
/** @param {number} index @returns {HTMLElement | null} */
export const opener = (index) => list.children[index]?.querySelector(".brief-open") ?? null;

export function paintList() {
  if (!isOpen()) return;
  const some = element("briefing-some");
  element("briefing-none").hidden = Boolean(drafts.briefing);
  some.hidden = element("briefing-tools").hidden = !drafts.briefing;
  if (!drafts.briefing) return list.replaceChildren();
  const used = new Set();
  const wanted = all().map((scene) => {
    let key = textOf(scene.id);
    while (used.has(key)) key += "'";
    used.add(key);
    const row = rows.get(key) ?? newRow();
    rows.set(key, row);
    return row;
  });
  for (const key of rows.keys()) if (!used.has(key)) rows.delete(key);
  if (wanted.length !== list.children.length || wanted.some((row, i) => row !== list.children[i])) list.replaceChildren(...wanted);
  chosen = Math.min(chosen, wanted.length - 1);
  all().forEach((scene, i) => paintRow(wanted[i], scene, i));
  element("briefing-hint").hidden = wanted.length < 2;
  const home = chosen < 0 ? some : wanted[chosen];
  if (form.parentElement !== home) home.append(form);
}
/** @param {HTMLLIElement} row @param {import("../types").DraftScene} scene @param {number} i */
function paintRow(row, scene, i) {
  const shot = part(row, ".brief-shot", HTMLButtonElement), button = part(row, ".brief-open", HTMLButtonElement), image = part(shot, "img", HTMLImageElement);
  const [number, title, wrong] = button.children, count = checks.faults.filter((fault) => fault.scene === i + 1).length;
  number.textContent = String(i + 1);
  title.textContent = titleOf(scene);
  wrong.textContent = count ? t("{count} to correct", { count }) : "";
  button.setAttribute("aria-expanded", String(i === chosen));
  shot.setAttribute("aria-label", t("Show scene {number} on the map", { number: i + 1 }));
  row.toggleAttribute("data-open", i === chosen);
  const src = pictureOf(scene);
  if (image.getAttribute("src") !== src) image.src = src;
}
let answered = true;
onChecked(() => {
  paintList();
  if (!answered && checks.answers) for (const image of /** @type {NodeListOf<HTMLImageElement>} */ (list.querySelectorAll("img[hidden]"))) image.src = image.getAttribute("src") ?? ""; // ask again
  answered = checks.answers;
  showFaults(checks.faults);
});

/** Open the form of a scene; -1: of none. @param {number} index @param {{ focus?: boolean }} [options] */
export function choose(index, { focus = false } = {}) {
  chosen = index;
  stopPicking();
  paintList();
  fillForm(index);
  showFaults(checks.faults);
  mark();
  if (focus) opener(index)?.focus();
  if (index >= 0 && isOpen()) list.children[index]?.firstElementChild?.scrollIntoView({ block: "nearest" });
}

// -- move, copy, delete ---------------------------------------------------------------------------------------------------------
/** @param {number} from @param {number} to @param {{ focus?: boolean }} [options] */
export function move(from, to, { focus = true } = {}) {
  if (to < 0 || to >= all().length || to === from) return;
  const before = all()[chosen];
  drafts.change(({ scenes }) => scenes.splice(to, 0, ...scenes.splice(from, 1)), { whole: true, said: t("The move") });
  choose(all().indexOf(before));
  if (focus) opener(to)?.focus();
  say(t("“{title}” is now scene {number} of {count}.", { title: titleOf(all()[to]), number: to + 1, count: all().length }));
}
/** @param {number} index */
export function remove(index) {
  const gone = all()[index];
  if (!gone) return;
  drafts.change(({ scenes }) => scenes.splice(index, 1), { whole: true, said: `“${titleOf(gone)}”` });
  choose(chosen === index ? -1 : chosen > index ? chosen - 1 : chosen);
  const next = opener(Math.min(index, all().length - 1)) ?? element("briefing-panel").querySelector("[data-brief=add]");
  if (next instanceof HTMLElement) next.focus();
  toast(t("Deleted scene {number}, “{title}”.", { number: index + 1, title: titleOf(gone) }), t("Undo"), undo);
}
/** @param {string} title */
export const freshId = (title) => idOf(title, new Set(all().map(({ id }) => id)));
export function duplicate() {
  const index = chosen, copy = structuredClone(all()[index]);
  if (!copy) return;
  copy.id = freshId(textOf(copy.id));
  drafts.change(({ scenes }) => scenes.splice(index + 1, 0, copy), { whole: true, said: t("The copy") });
  choose(index + 1, { focus: true });
  say(t("Scene {number} is a copy of scene {from}.", { number: index + 2, from: index + 1 }));
}
/** The chosen scene shows the map as it is now. */
export function update() {
  const scene = all()[chosen], scenario = capture();
  if (!scene) return;
  drafts.change(() => { scene.scenario = scenario; }, { said: t("The new view") });
  fillMap();
  mark();
  toast(t("“{title}” shows the map as it is now.", { title: titleOf(scene) }), t("Undo"), undo);
}
export function undo() {
  const said = drafts.undo();
  if (said === null) return say(t("Nothing to undo."));
  hideToast();
  choose(Math.min(chosen, all().length - 1));
  say(said.startsWith("“") ? t("{what} is back.", { what: said }) : t("{what} is undone.", { what: said }));
}
