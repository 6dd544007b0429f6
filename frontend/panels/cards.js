/* The cards of the layers: a guarantee's label on the map opens its card. */
import { found } from "../dom.js";
import { turnTo } from "../state/scenario.js";
import { openPanel } from "./fold.js";

/** Open the card of a layer where it can be seen, and put the focus on it. @param {string} id */
export function openCard(id) {
  const card = document.querySelector(`[data-card="${id}"]`), summary = card?.querySelector("summary"), details = card?.querySelector("details");
  if (!found("guarantee-panel") || !summary || !details) return;
  openPanel("left");
  details.open = true;
  summary.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
}
document.addEventListener("guarantee-label", ({ detail }) => {
  turnTo(detail.side);
  openCard(detail.layer);
});
