/* Picking on the map: what a scene highlights, and where its callouts point. */
import { closest, element, make, part, root } from "../dom.js";
import { presentation } from "../briefing/presentation.js";
import { mapPane } from "../map/map_pane.js";
import { actions } from "../panels/actions.js";
import { state } from "../state/scenario.js";
import { finger, reachPx } from "../state/screen.js";
import { rememberNames } from "./feature_names.js";
import { calloutAt, formScene, markPicking, placeCallout, toggleHighlight } from "./scene_form.js";
import { t } from "../state/words.js";

/** @typedef {import("../types").FeatureName} FeatureName */
const bar = element("briefing-bar");
/** @type {"highlight" | "callout" | null} */
let picking = null;
let moved = -1; // the callout that is given another place
export const isPicking = () => picking;
/** What has to happen first: scene_list.js lets the map show the scene. @type {() => void} */
let before = () => {};
/** @param {() => void} act */
export function beforePicking(act) { before = act; }

/** @param {"highlight" | "callout"} kind @param {number} [callout] */
export function startPicking(kind, callout = -1) {
  if (!formScene()) return;
  if (state.measuring) actions["measure-toggle"]?.();
  before();
  [picking, moved] = [kind, callout];
  root.dataset.picking = kind;
  markPicking(kind === "highlight");
  ask();
  bar.hidden = false;
}
/** Stop; false where nothing was being picked. */
export function stopPicking() {
  if (!picking) return false;
  picking = null;
  delete root.dataset.picking;
  bar.hidden = true;
  markPicking(false);
  return true;
}
/** @param {(Node | string)[]} parts */
function ask(...parts) {
  const [what, where] = finger.matches ? [t("Tap what to highlight; again to remove it."), t("Tap the place the arrow points at.")]
    : [t("Click what to highlight; again to remove it."), t("Click the place the arrow points at.")];
  const usual = picking === "highlight" ? what : where;
  part(bar, "span", HTMLElement).replaceChildren(...(parts.length ? parts : [usual]));
}
element("brief-callouts").addEventListener("click", ({ target }) => {
  if (closest(target, "[data-callout]")?.dataset.callout === "place") startPicking("callout", calloutAt(target));
});

// On the window, so before the page's own listeners, which open the feature's page.
addEventListener("map-click", (event) => {
  if (!picking || state.measuring || presentation.briefing) return;
  event.stopImmediatePropagation();
  const { detail } = event, found = mapPane.under(detail, reachPx());
  rememberNames(found);
  if (picking === "callout") {
    const { lng, lat } = detail.lngLat;
    stopPicking();
    return placeCallout(moved, { lon: Number(lng.toFixed(4)), lat: Number(lat.toFixed(4)) }, found[0]?.name ?? "");
  }
  if (!found.length) return ask(t("Nothing there that can be highlighted."));
  confirm(found[0], toggleHighlight(found[0]), found.slice(1, 4));
}, true);
/** @param {FeatureName} feature @param {boolean} on @param {FeatureName[]} others */
function confirm(feature, on, others) {
  const instead = others.map((other) => make("button", { type: "button", className: "text-button", textContent: other.name, onclick: () => {
    if (on) toggleHighlight(feature);
    confirm(other, toggleHighlight(other), [feature, ...others.filter((one) => one !== other)]);
  } }));
  ask(on ? t("Highlighted: {name}.", { name: feature.name }) : t("No longer highlighted: {name}.", { name: feature.name }), ...(instead.length ? [` ${t("Instead:")} `, ...instead] : []));
}
