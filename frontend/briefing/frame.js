/* What stands round the map while a briefing is presented: marking, notice, steps, switches, tools, laser, black screen. */
import { found, make, root } from "../dom.js";
import { actions } from "../panels/actions.js";
import { boot, layerById } from "../state/boot.js";
import { inline } from "../state/inline.js";
import { setVisible, state } from "../state/scenario.js";
import { t } from "../state/words.js";

const POINTER_MS = 2500;
export const KEYS = inline ? t("→ next · ← back · 3 Enter scene 3 · B black · F full screen · N notes · L laser · Esc leave")
  : t("→ next · ← back · 3 Enter scene 3 · B black · F full screen · N notes · L laser · S presenter view · Esc leave");

/** What the buttons do: presentation.js says it. @type {Record<"back" | "forward" | "notes" | "black" | "full" | "presenter" | "leave", () => void>
 * & { keep(): void, takeBack(): boolean, shown(): void }} `keep`, `takeBack`, `shown` are the editor's (retake.js) */
export const does = { back() {}, forward() {}, notes() {}, black() {}, full() {}, presenter() {}, leave() {}, keep() {}, takeBack: () => false, shown() {} };

/** @param {string} id @param {string} label @param {Record<string, string>} props @param {() => void} act */
function button(id, label, props, act) {
  const made = make("button", { id, type: "button", title: label, ariaLabel: label, ...props });
  made.addEventListener("click", act);
  return made;
}
const marks = [make("p", { className: "told-marking" }), make("span", { className: "told-marking" })];
export const line = make("span", { className: "told-line" });
const notice = make("span", { className: "notice" });
export const progress = make("span", { id: "told-progress", role: "status" });
const back = button("told-back", t("Previous scene  ←"), { className: "icon icon-chevron-left" }, () => does.back()), forward = button("told-forward", t("Next scene  →"), { className: "icon icon-chevron-right" }, () => does.forward());
const top = make("div", { id: "told-top" }, marks[0]);
const foot = make("footer", { id: "told-foot" }, make("div", {}, notice, line), marks[1], make("div", { className: "told-steps" }, back, progress, forward));
const switches = make("div", { className: "told-switches", role: "group", ariaLabel: t("Layers") });
export const notesButton = button("told-notes-toggle", t("Notes  N"), { textContent: t("Notes") }, () => does.notes());
export const keepButton = button("told-keep", t("The scene looks here from now on  V"), { textContent: t("Keep this view for the scene") }, () => does.keep());
keepButton.hidden = true;
const bar = make("div", { id: "told-bar" }, switches, make("div", { className: "told-tools", role: "group", ariaLabel: t("Presentation") },
  inline ? null : keepButton, notesButton, button("told-black-toggle", t("Black screen  B"), { textContent: t("Black") }, () => does.black()),
  button("told-full", t("Full screen  F"), { textContent: t("Full screen") }, () => does.full()),
  inline ? null : button("told-presenter", t("Presenter view in a second window  S"), { textContent: t("Presenter view") }, () => does.presenter()),
  button("told-leave", t("Leave  Esc"), { className: "icon icon-x" }, () => does.leave())));
const laser = make("div", { id: "told-laser", hidden: true, ariaHidden: "true" });
export const black = make("div", { id: "told-black", hidden: true });
const keys = make("div", { id: "told-keys", role: "status" });
const parts = [top, foot, bar, laser, black, keys];

for (const layer of boot.layers.filter(({ group }) => group !== "base")) {
  const chip = button(`told-switch-${layer.id}`, t("{layer} on or off", { layer: layer.title }), { textContent: layer.title }, () => setVisible(layer.id, !state.layers.has(layer.id)));
  if (!inline) switches.append(chip); // a single file has switches of its own
}
export function paintSwitches() {
  for (const { id } of boot.layers) found(`told-switch-${id}`)?.setAttribute("aria-pressed", String(state.layers.has(id)));
}
/** @param {number} number @param {number} count */
export function paintSteps(number, count) {
  progress.textContent = `${number} / ${count}`;
  back.disabled = number === 1;
  forward.disabled = number === count;
}

/** @param {string} text */
const letters = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
let marking = "", always = "";
/** Say “notional” where anything notional is shown, also where a switch brought it; a marking that says the same follows that.
 * @param {import("../types").Scene | null} scene */
export function paintMarking(scene) {
  const added = [...state.layers].some((id) => layerById[id]?.notional && !scene?.state.layers.includes(id));
  const notional = scene?.notional !== false || added, same = letters(marking) === letters(always);
  for (const mark of marks) mark.textContent = same && !notional ? "" : marking;
  notice.textContent = same || !notional ? "" : always;
}
/** @param {import("../types").Briefing} briefing */
export function openFrame({ marking: given, notice: said }) {
  [marking, always] = [given, said];
  root.toggleAttribute("data-marked", Boolean(marking)); // its room stays where a scene has no marking: the map keeps its size
  document.body.append(...parts);
  addEventListener("pointermove", onPointer);
  addEventListener("click", onClick);
}
export function closeFrame() {
  for (const part of parts) part.remove();
  removeEventListener("pointermove", onPointer);
  removeEventListener("click", onClick);
  laser.hidden = true;
  delete root.dataset.laser;
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let hinting;
/** @param {string} message */
export function hint(message, forMs = 5000) {
  keys.textContent = message;
  keys.dataset.shown = "yes";
  clearTimeout(hinting);
  hinting = setTimeout(() => { delete keys.dataset.shown; }, forMs);
}

export function toggleLaser() {
  laser.hidden = !laser.hidden;
  root.toggleAttribute("data-laser", !laser.hidden);
}
/** @type {ReturnType<typeof setTimeout> | undefined} */
let pointing;
/** @param {PointerEvent} event */
function onPointer({ clientX, clientY }) {
  laser.style.transform = `translate(${clientX}px, ${clientY}px)`;
  root.dataset.pointer = "yes";
  clearTimeout(pointing);
  pointing = setTimeout(() => { delete root.dataset.pointer; }, POINTER_MS);
}
/** A button clicked by mouse must not catch the space bar afterwards. @param {MouseEvent} event */
function onClick({ detail, target }) {
  const pressed = detail && target instanceof Element ? target.closest("#told-bar button, #told-foot button") : null;
  if (pressed instanceof HTMLElement) pressed.blur();
}

export function fullScreen() {
  const asked = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.();
  (asked ?? Promise.reject(new Error())).catch(() => hint(t("This browser does not allow full screen here; its own key, usually F11, does the same.")));
}

/** Close the page of a feature; false where none is open. */
export function closeFeature() {
  if (root.dataset.feature !== "open") return false;
  actions["close-right"]();
  root.dataset.right = "folded";
  return true;
}
