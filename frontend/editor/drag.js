/* Dragging a scene by its handle, with mouse, pen or finger, by SortableJS; Esc leaves it where it was. By keyboard scenes move with
   Alt and the arrows (panel.js). */
import Sortable from "sortablejs";
import { element, root } from "../dom.js";
import { still } from "../state/screen.js";
import { move, paintList } from "./scene_list.js";

const panel = element("briefing-panel");
let cancelled = false;
/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key !== "Escape") return;
  event.stopImmediatePropagation();
  cancelled = true;
  document.dispatchEvent(new PointerEvent("pointercancel")); // Sortable ends the drag as if it had been dropped
}

Sortable.create(element("briefing-scenes"), {
  handle: ".brief-grip",
  draggable: ".brief-scene",
  fallbackOnBody: true, // no list with a row too many
  forceFallback: true, // the same with every pointer; the browser's own drag and drop is not there for fingers
  fallbackTolerance: 3,
  animation: still.matches ? 0 : 150,
  scroll: panel,
  scrollSensitivity: 36,
  ghostClass: "brief-gap",
  fallbackClass: "brief-carried",
  onChoose({ item }) {
    const top = item.getBoundingClientRect().top;
    root.dataset.sorting = "yes"; // the open form folds, so what is dragged stays under the pointer
    panel.scrollTop += item.getBoundingClientRect().top - top;
    cancelled = false;
  },
  onUnchoose() { delete root.dataset.sorting; },
  onStart() { addEventListener("keydown", onKey, true); },
  onEnd({ oldDraggableIndex: from = 0, newDraggableIndex: to = 0 }) {
    removeEventListener("keydown", onKey, true);
    if (cancelled || from === to) paintList(); // in the briefing's own order
    else move(from, to);
  },
});
