/* Highlights and callouts of the scene whose form is open, on the map while that shows the scene. */
import { root, element } from "../dom.js";
import { showCallouts, overlay } from "../briefing/callouts.js";
import { calm, emphasize } from "../briefing/emphasis.js";
import { presentation } from "../briefing/presentation.js";
import { isLive } from "../map/map_pane.js";
import { listen, state } from "../state/scenario.js";
import { onChecked, serializedNow } from "./check.js";
import { drafts } from "./drafts.js";
import { isOnMap } from "./scene_map.js";
import { listOf, textOf } from "./values.js";

/** @typedef {import("../types").DraftScene} DraftScene */
/** @typedef {import("../types").DraftCallout} DraftCallout */
export const isOpen = () => root.dataset.briefing === "open";
/** The scene whose form is open: scene_list.js says which. @type {() => DraftScene | null} */
let chosenScene = () => null;
/** @param {() => DraftScene | null} scene */
export function markScene(scene) { chosenScene = scene; }

/* A callout's figures and a feature's place are the server's; what it said last holds while text and map stay the same. */
/** @type {Map<string, import("../types").Callout>} */
const serializedCallouts = new Map();
/** @param {DraftScene} scene @param {DraftCallout} callout */
const keyOf = (scene, { text, at: place }) => JSON.stringify([scene.scenario, text, place]);
onChecked(() => {
  const briefing = serializedNow();
  if (!briefing) return;
  serializedCallouts.clear();
  drafts.briefing?.scenes.forEach((scene, i) => listOf(scene.callouts).forEach((callout, k) => serializedCallouts.set(keyOf(scene, callout), briefing.scenes[i].callouts[k])));
});

export function mark() {
  if (presentation.briefing || !isLive()) return;
  const scene = isOpen() ? chosenScene() : null;
  if (!scene || !isOnMap(scene)) { calm(); return showCallouts(null); }
  const callouts = listOf(scene.callouts).map((callout) => {
    const { text, at: place, to = "ne", offset_pct: away = 12 } = callout, known = serializedCallouts.get(keyOf(scene, callout));
    const { lon, lat } = place && "lon" in place ? { lon: Number(place.lon), lat: Number(place.lat) } : known ?? { lon: NaN, lat: NaN };
    return { text: known?.text ?? textOf(text), lon, lat, to, offset_pct: Number(away) };
  });
  emphasize({ highlights: listOf(scene.highlights).filter(({ layer }) => state.layers.has(layer)) });
  element("map").append(overlay);
  showCallouts({ callouts: callouts.filter(({ lon, lat }) => Number.isFinite(lon + lat)) });
}
listen((keys) => { if (isOpen() && keys.some((key) => key !== "view")) mark(); });
document.addEventListener("map-live", mark);
document.addEventListener("present-left", mark);
