/* The search: a field with a list under it, as a combobox. The places are fetched when it is first used. */
import { closest, element, elementOf, make } from "../dom.js";
import { base } from "../state/boot.js";
import { goToPlace } from "./feature.js";
import { notify } from "./notes.js";
import { findPlaces } from "./place_search.js";
import { inLanguage, t } from "../state/words.js";

/** @typedef {import("./feature.js").FeatureName & import("../types").View} Spot */
/** @typedef {{ label: string, also?: string, value: Spot }} Place */
/** @typedef {{ group: string, items: Place[] }} Group */
const LIMIT = 60;
const input = elementOf("search", HTMLInputElement), list = element("search-list");

/** @type {Promise<Group[]> | null} */
let asked = null;
const places = () => (asked ??= fetch(inLanguage(`${base}/places.json`)).then((answer) => answer.json()).catch(() => {
  asked = null;
  notify(t("The places did not arrive: the server does not answer. Try again."), { color: "orange" });
  return [];
}));

/** The places in the list, in its order. @type {Place[]} */
let shown = [];
let at = 0;
const options = () => /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[role=option]"));

/** @param {number} to */
function mark(to) {
  at = Math.min(Math.max(to, 0), shown.length - 1);
  options().forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
  const option = options()[at];
  if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
  else input.removeAttribute("aria-activedescendant");
}
async function show() {
  const groups = /** @type {Group[]} */ (findPlaces({ options: await places(), search: input.value, limit: LIMIT }));
  if (document.activeElement !== input) return;
  shown = groups.flatMap(({ items }) => items);
  let number = 0;
  list.replaceChildren(...groups.map(({ group, items }) => {
    const heading = make("div", { className: "search-group", textContent: group, id: `search-group-${group.replaceAll(" ", "-")}` });
    const made = make("div", {}, heading, ...items.map((place) => {
      const option = make("div", { id: `search-option-${number++}`, className: "search-option", textContent: place.label });
      option.setAttribute("role", "option");
      return option;
    }));
    made.setAttribute("role", "group");
    made.setAttribute("aria-labelledby", heading.id);
    return made;
  }));
  if (!shown.length) list.append(make("div", { className: "search-none", role: "status", textContent: t("No place of that name on this map") }));
  list.hidden = false;
  list.scrollTop = 0;
  input.setAttribute("aria-expanded", "true");
  mark(0);
}
function hide() {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
/** @param {Place | undefined} place */
function choose(place) {
  if (!place) return;
  input.value = "";
  hide();
  goToPlace(place.value);
}

input.addEventListener("focus", show);
input.addEventListener("input", show);
input.addEventListener("click", () => { if (list.hidden) show(); });
input.addEventListener("blur", () => { hide(); input.value = ""; });
input.addEventListener("keydown", async (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    if (list.hidden) await show(); else mark(at + step);
  } else if (event.key === "Enter" && (input.value || !list.hidden)) {
    const marked = at, typed = input.value, open = !list.hidden && shown.length;
    if (!open) await show(); // also for who types faster than the places arrive
    if (typed === input.value) choose(shown[open ? marked : 0]);
  }
});
list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
list.addEventListener("click", ({ target }) => {
  const option = closest(target, "[role=option]");
  if (option) choose(shown[[...options()].indexOf(option)]);
});
