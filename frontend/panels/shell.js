/* The page round the map: buttons and keys, and who is told when the scenario changes. Elements come from Dash; this makes them act. */
import { closest, found } from "../dom.js";
import { hideTip } from "../map/furniture.js";
import { mapPane } from "../map/map_pane.js";
import { boot, paramSpecs } from "../state/boot.js";
import { change, compare, listen, redo, reset, setVisible, single, state, theme, turnTo, undo } from "../state/scenario.js";
import { inDialog } from "../state/screen.js";
import { actions, keys } from "./actions.js";
import { bothAssumptions } from "./clientside.js";
import { markChanged, markSides, setAndShow } from "./controls.js";
import { notify, setProps } from "./dash.js";
import { closeFeature, select } from "./feature.js";
import { foldDrawers, foldPanel, overlays } from "./fold.js";
import { paintDataDate, paintVisibility, pushSwitches, toggleGuarantees } from "./visibility.js";

listen((changed) => {
  /** @param {import("../types").StateKey[]} names */
  const any = (...names) => names.some((name) => changed.includes(name));
  if (any("layers", "side", "other")) { paintVisibility(); paintDataDate(); }
  if (any("layers")) { pushSwitches(); hideTip(); }
  if (any("layers", "line", "title", "params", "side", "other")) markChanged();
  if (any("side", "other")) markSides();
  if (any("line", "params", "other")) tellServer();
  if (any("theme")) setProps("provider", { forceColorScheme: theme() });
});

/** @type {ReturnType<typeof setTimeout> | undefined} */
let telling;
/** The assessment is the server's: asked for once a drag has come to rest. */
function tellServer() {
  clearTimeout(telling);
  telling = setTimeout(() => setProps("assumptions", { data: bothAssumptions() }), 450);
}

// -- buttons: one listener for all, since Dash may draw them again -----------------------------------------------------------
Object.assign(actions, {
  "theme-toggle": () => change({ theme: theme() === "dark" ? "light" : "dark" }),
  "help-toggle": () => setProps("help-dialog", { opened: true }),
  "sources-open": () => setProps("sources-dialog", { opened: true }),
  "reset": () => {
    reset();
    const which = state.other ? `${state.side.toUpperCase()} is` : "Back to";
    notify(`${which} the map as proposed${state.other ? " again" : ""}. Ctrl+Z undoes this.`, { autoClose: 4000 });
  },
  "compare-toggle": () => (state.other ? single() : compare()),
  "edit-a": () => turnTo("a"),
  "edit-b": () => turnTo("b"),
  "zoom-in": () => mapPane.zoomBy(1),
  "zoom-out": () => mapPane.zoomBy(-1),
});
document.addEventListener("click", (event) => {
  const button = closest(event.target, "button, [data-view], [data-feature-id]");
  if (!button) return;
  const { reset: resets, set, value = "", view, featureId, layer = "", action } = button.dataset;
  if (resets) return setAndShow(resets, paramSpecs[resets].default);
  if (set) return setAndShow(set, value);
  if (view) return showView(view);
  if (featureId) return select({ layer, feature_id: featureId, name: button.textContent });
  actions[action ?? button.id]?.(event);
});
/** @param {string} name */
function showView(name) {
  foldDrawers();
  if (name === "home") mapPane.home(); else mapPane.goTo(mapPane.fit(boot.views[name]));
}

// -- keys ------------------------------------------------------------------------------------------------------------------
for (const { id, shortcut } of boot.layers) if (shortcut) keys[shortcut.toLowerCase()] = () => setVisible(id, !state.layers.has(id));
Object.assign(keys, {
  0: toggleGuarantees,
  "/": () => found("search")?.focus(),
  "?": actions["help-toggle"],
  c: actions["compare-toggle"],
  h: () => showView("home"),
  t: actions["theme-toggle"],
  "[": actions["left-toggle"],
  "]": actions["right-toggle"],
});
addEventListener("keydown", (event) => {
  // A menu is drawn as an input that nobody can write in.
  const field = closest(event.target, "input:not([type=checkbox], [type=radio], [readonly]), textarea, select, [contenteditable]");
  if (event.key === "Escape") return escape(field);
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z" && !field) {
    event.preventDefault();
    if (!(event.shiftKey ? redo() : undo())) notify(event.shiftKey ? "Nothing to redo." : "Nothing to undo.", { autoClose: 1800 });
    return;
  }
  if (field || event.ctrlKey || event.metaKey || event.altKey || inDialog()) return;
  const action = keys[event.key.toLowerCase()];
  if (action) { event.preventDefault(); action(event); }
});
/* Enter takes the first place found, also for who types faster than the list is drawn. */
addEventListener("keydown", ({ key, target }) => {
  if (key !== "Enter" || !(target instanceof HTMLInputElement) || target.id !== "search" || !target.value) return;
  const typed = target.value;
  setTimeout(() => {
    const list = found(target.getAttribute("aria-controls") ?? "");
    const option = list?.querySelector("[data-combobox-selected]") ?? list?.querySelector("[role=option]");
    if (target.value === typed && option instanceof HTMLElement) option.click();
  }, 150);
}, true);
/** @param {HTMLElement | null} field */
function escape(field) {
  if (inDialog()) return; // the dialog closes itself
  if (field) return field.blur();
  if (closeFeature()) return;
  foldDrawers();
  if (overlays()) foldPanel("right");
}
