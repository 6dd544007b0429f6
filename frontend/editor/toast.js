/* A word on what was just done, with one thing to do about it. */
import { element } from "../dom.js";

const TOAST_MS = 12000;
const box = element("briefing-toast");
const [span, button] = /** @type {HTMLCollectionOf<HTMLElement>} */ (box.children);
/** @type {ReturnType<typeof setTimeout> | undefined} */
let fading;
/** @type {(() => unknown) | null} */
let doing = null;

/** @param {string} text @param {string} [label] @param {(() => unknown) | null} [act] */
export function toast(text, label = "", act = null) {
  clearTimeout(fading);
  span.textContent = text;
  button.textContent = label;
  button.hidden = !act;
  doing = act;
  box.hidden = false;
  fading = setTimeout(hideToast, TOAST_MS);
}
export function hideToast() { clearTimeout(fading); box.hidden = true; doing = null; }
export const doToast = () => doing?.();
/** For screen readers. @param {string} text */
export const say = (text) => { element("briefing-said").textContent = text; };
