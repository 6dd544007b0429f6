/* What one sees of a scene: texts beside the map, emphasis and callouts on it. Which scene it is, presentation.js decides. */
import { element } from "../dom.js";
import { closeCallouts, overlay } from "./callouts.js";
import { faintSwatches } from "./emphasis.js";
import { closePanel, notes, panel } from "./scene_panel.js";

export function openSceneView() {
  document.head.append(faintSwatches);
  document.body.append(panel, notes);
  element("map").append(overlay);
}
export function closeSceneView() {
  faintSwatches.remove();
  closePanel();
  closeCallouts();
}
