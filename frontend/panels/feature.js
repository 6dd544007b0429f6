/* What is clicked or found: its outline on the map, its page in the panel. */
import { announce, found, root } from "../dom.js";
import { mapPane } from "../map/map_pane.js";
import { assumptions, setVisible, state, turnTo } from "../state/scenario.js";
import { reachPx } from "../state/screen.js";
import { actions } from "./actions.js";
import { setProps } from "./dash.js";
import { foldPanel, openPanel, overlays } from "./fold.js";

/** @typedef {import("../types").FeatureName} FeatureName */
/** What the page of the panel is of. @type {FeatureName | null} */
let chosen = null;
/** Outline what was chosen again, after something else was for a while. */
export const highlightChosen = () => mapPane.highlight(chosen?.layer ?? null, chosen?.feature_id ?? null);
/** Whether the assessment was open, and stays when the feature goes. @type {string | undefined} */
let before;
document.addEventListener("map-click", ({ detail }) => {
  turnTo(detail.view.side); // a click on the other scenario turns the panels to it
  const features = mapPane.under(detail, reachPx());
  if (features.length) {
    mapPane.keepInSight(detail.lngLat); // the panel takes room
    select(features[0], features.slice(1, 5));
  } else closeFeature();
  announce("place", { ...detail.lngLat });
});
/** The right panel turns from the assessment to what is on the map. */
export function openPage() {
  if (root.dataset.feature !== "open") before = root.dataset.right;
  root.dataset.feature = "open";
  openPanel("right");
}

/** @param {FeatureName} feature @param {FeatureName[]} [others] */
export function select(feature, others = []) {
  chosen = feature;
  highlightChosen();
  openPage();
  /** @param {FeatureName} of */
  const brief = ({ layer, feature_id, name }) => ({ layer, feature_id, name });
  markNames(feature);
  setProps("selected", { "data-value": { ...brief(feature), query: assumptions(), others: others.map(brief), at: Date.now() } });
}

/** In lists of names, mark that of what was chosen; it stays marked when its page is closed, so that one finds it again.
 * @param {FeatureName} feature */
function markNames({ layer, feature_id: id }) {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".names [data-feature-id]")))
    if (button.dataset.layer === layer && button.dataset.featureId === id) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
}

/** A name in a panel: show the whole of it on the map, its outline and its page. @param {FeatureName} feature @param {string} bounds west, south, east, north */
export function goToFeature(feature, bounds) {
  if (!state.layers.has(feature.layer)) setVisible(feature.layer, true);
  const [west, south, east, north] = bounds.split(",").map(Number);
  select(feature);
  announce("place", null);
  mapPane.show([[west, south], [east, north]]);
}

export function closeFeature() {
  if (root.dataset.feature !== "open") return false;
  mapPane.keepInSight(null);
  delete root.dataset.feature;
  chosen = null;
  announce("place", null);
  highlightChosen();
  if (overlays() && before !== "open") foldPanel("right");
  return true;
}

/** A result of the search: switch its layer on, go there, open its page. @param {FeatureName & import("../types").View} place */
export function goToPlace({ layer, feature_id, name, lon, lat, zoom }) {
  if (!state.layers.has(layer)) setVisible(layer, true);
  found("search")?.blur(); // the keys are the map's again
  mapPane.goTo({ lon, lat, zoom });
  select({ layer, feature_id, name });
  announce("place", layer === "cities" ? { lng: lon, lat, focus: true } : null);
}

actions["close-right"] = () => closeFeature() || foldPanel("right", true);
