/* Two scenarios side by side: the divider between their maps. */
import { element } from "../dom.js";

const box = element("map"), divider = element("compare-divider");

/** @param {number} percent of the width that scenario A has */
function divide(percent) {
  const kept = Math.min(98, Math.max(2, percent));
  box.style.setProperty("--divide", `${kept}%`);
  divider.setAttribute("aria-valuenow", String(Math.round(kept)));
}
export const dividedAt = () => Number(divider.getAttribute("aria-valuenow"));

divider.addEventListener("pointerdown", (event) => {
  divider.setPointerCapture(event.pointerId);
  event.preventDefault();
  divider.focus();
});
divider.addEventListener("pointermove", (event) => {
  if (!divider.hasPointerCapture(event.pointerId)) return;
  const area = box.getBoundingClientRect();
  divide((100 * (event.clientX - area.left)) / area.width);
});
divider.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -2, ArrowRight: 2, PageDown: -10, PageUp: 10 }[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  divide(dividedAt() + step);
});
divide(50);
