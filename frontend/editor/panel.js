/* The Briefing panel: opening and closing, the briefings of this browser, what is said of the one being edited, buttons and keys.
   Everything but checks, pictures and the writing of YAML works without the server (drafts.js). */
import { closest, element, elementOf, found, make, part, root } from "../dom.js";
import { actions, keys } from "../panels/actions.js";
import { foldDrawers, openPane } from "../panels/fold.js";
import { listen } from "../state/scenario.js";
import { medium, narrow } from "../state/screen.js";
import { addScene, copyOfShipped, emptyDraft, forgetAdded } from "./add_scene.js";
import { checks, checkSoon, forgetChecks, forgetSceneFaults, onChecked } from "./check.js";
import { drafts } from "./drafts.js";
import { isPicking, startPicking, stopPicking } from "./picking.js";
import { focusPicking } from "./scene_form.js";
import { choose, chosenIndex, duplicate, move, opener, paintList, remove, sceneAt, showScene, undo, update } from "./scene_list.js";
import { isOpen, mark } from "./scene_marks.js";
import { doToast, hideToast, toast } from "./toast.js";
import { textOf } from "./values.js";
import { plural, t } from "../state/words.js";

const panel = element("briefing-panel"), which = elementOf("briefing-which", HTMLSelectElement), newer = element("briefing-newer");
const marking = panel.dataset.marking ?? "";

// -- open and close ----------------------------------------------------------------------------------------------------------------
let leftBefore = root.dataset.left;
export function openEditor(on = !isOpen()) {
  if (on === isOpen()) return;
  if (on) leftBefore = root.dataset.left;
  if (!narrow.matches && medium.matches) root.dataset.left = on ? "folded" : leftBefore; // no room for three
  if (on) root.dataset.briefing = "open"; else delete root.dataset.briefing;
  panel.hidden = !on;
  if (narrow.matches) { if (on) openPane("briefing"); else foldDrawers(); }
  found("briefing-open")?.setAttribute("aria-pressed", String(on));
  if (!on) stopPicking();
  paintList();
  if (on) { paintState(); checkSoon(0); } else mark();
}
checks.watched = isOpen;
listen((changed) => { if (changed.includes("theme")) paintList(); });

// -- what the server and the browser's storage say --------------------------------------------------------------------------------
function paintState() {
  const [text, button] = /** @type {HTMLCollectionOf<HTMLElement>} */ (element("briefing-state").children), count = checks.faults.length;
  const saved = drafts.failed ? t("Not saved: this browser's storage is full or blocked. Save the YAML file.") : t("Saved in this browser.");
  text.textContent = checks.answers || drafts.failed ? saved : `${saved} ${t("The server does not answer; checks and pictures come back with it.")}`;
  element("briefing-state").toggleAttribute("data-wrong", drafts.failed || !checks.answers);
  button.hidden = !count;
  button.textContent = plural("{number} thing to correct", "{number} things to correct", count);
}
onChecked(() => { paintState(); mark(); });

/** Go to the first thing to correct. */
export function showFault() {
  const [first] = checks.faults;
  if (!first) return;
  if (first.scene === null) elementOf("briefing-about", HTMLDetailsElement).open = true; else choose(first.scene - 1);
  const place = panel.querySelector("[data-wrong]:not([hidden])");
  place?.scrollIntoView({ block: "center" });
  const input = place?.parentElement?.querySelector("input, textarea");
  if (input instanceof HTMLElement) input.focus({ preventScroll: true });
}

// -- the briefing itself ------------------------------------------------------------------------------------------------------------
const ABOUT = /** @type {const} */ (["title", "author", "date", "id", "marking"]), NEEDED = ["title", "date", "id"];
/** @param {string} name */
const aboutField = (name) => elementOf(`brief-about-${name}`, HTMLInputElement);
for (const name of ABOUT)
  aboutField(name).addEventListener("input", () => {
    const { value } = aboutField(name);
    drafts.change((briefing) => { if (value || NEEDED.includes(name)) briefing[name] = value; else delete briefing[name]; }, { group: `about ${name}` });
  });
function fillAbout() { for (const name of ABOUT) aboutField(name).value = textOf(drafts.briefing?.[name]); }
function fillWhich() {
  which.replaceChildren(...drafts.list().map(({ uid, title, scenes }) => make("option", { value: uid, textContent: `${title || t("Untitled")} (${scenes})` })));
  which.value = drafts.uid ?? "";
}
which.addEventListener("change", () => drafts.open(which.value));
function drop() {
  const title = textOf(drafts.briefing?.title), back = drafts.drop();
  toast(t("Deleted the briefing “{title}”.", { title }), t("Undo"), () => { hideToast(); back(); });
}
function twin() {
  if (!drafts.briefing) return;
  const next = structuredClone(drafts.briefing);
  drafts.begin({ ...next, title: t("{title} (copy)", { title: textOf(next.title) }).slice(0, 120) });
}
async function copy() {
  try {
    drafts.begin(await copyOfShipped());
  } catch { toast(t("The shipped briefing could not be fetched: the server does not answer.")); }
}

drafts.listen((what) => {
  if (what === "opened") { forgetChecks(); newer.hidden = true; forgetAdded(); fillWhich(); fillAbout(); choose(-1); if (isOpen()) checkSoon(0); }
  if (what === "redrawn") { forgetSceneFaults(); fillAbout(); }
  if (what === "changed" || what === "redrawn") { hideToast(); paintList(); checkSoon(); }
  if (what === "changed") mark();
  if (what === "saved" || what === "others") { fillWhich(); paintState(); }
  if (what === "parted") { newer.hidden = true; toast(t("Another tab had changed this briefing as well. Yours is kept as a copy; both are in the list.")); fillAbout(); }
  if (what === "newer") { newer.hidden = false; part(newer, ":first-child", HTMLElement).textContent = t("Another tab has changed this briefing. What you change here is kept as a copy."); }
  if (what === "deleted") toast(t("Another tab has deleted this briefing. It is saved again as soon as you change it here."));
});

// -- buttons and keys --------------------------------------------------------------------------------------------------------------------
const add = () => addScene(marking, () => openEditor(true));
const close = () => { openEditor(false); found("briefing-open")?.focus(); };
/** By `data-brief`; files.js and choice.js add theirs. @type {Record<string, () => unknown>} */
export const does = {
  close, copy, fresh: () => drafts.begin(emptyDraft(marking)), twin, drop, add, fault: showFault, take: () => drafts.open(drafts.uid ?? ""),
  show: () => showScene(), update, duplicate, delete: () => remove(chosenIndex()),
  pick: () => (isPicking() === "highlight" ? stopPicking() : startPicking("highlight")), call: () => startPicking("callout"),
  stop: () => { stopPicking(); focusPicking(); }, undo: doToast,
};
document.addEventListener("click", ({ target }) => {
  const act = closest(target, "[data-brief]");
  if (act) return void does[act.dataset.brief ?? ""]?.();
  const shot = closest(target, ".brief-shot"), button = closest(target, ".brief-open");
  if (shot) { choose(sceneAt(shot)); return showScene(); }
  if (button) choose(sceneAt(button) === chosenIndex() ? -1 : sceneAt(button));
});
panel.addEventListener("keydown", (event) => {
  const { key, target } = event, isField = closest(target, "input:not([type=checkbox], [type=radio]), textarea, select") === target;
  const taken = () => { event.preventDefault(); event.stopPropagation(); };
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z" && !isField) { taken(); return undo(); }
  const here = target instanceof Element && target.matches(".brief-open") ? sceneAt(target) : -1;
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (here >= 0 && step) { taken(); if (event.altKey) move(here, here + step); else opener(here + step)?.focus(); }
  if (here >= 0 && key === "Delete") { taken(); remove(here); }
  if (key === "Escape" && !isField && !isPicking()) { taken(); close(); }
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && stopPicking()) { event.stopImmediatePropagation(); focusPicking(); }
}, true);

Object.assign(actions, { "briefing-open": () => openEditor(), "briefing-add": add });
Object.assign(keys, { a: add, b: () => openEditor() });
drafts.reopen();
