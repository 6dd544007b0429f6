/* What this browser keeps for the page by key. One that refuses to keep anything has it for this visit. */

/** @typedef {"localStorage" | "sessionStorage"} Where */
/** @type {Map<string, string>} */
const visit = new Map();

/** @param {string} key @param {Where} [where] @returns {string | null} */
export function recall(key, where = "localStorage") {
  const here = visit.get(key);
  if (here !== undefined) return here;
  try { return window[where].getItem(key); } catch { return null; }
}
/** @param {string} key @param {string} text @param {Where} [where] */
export function remember(key, text, where = "localStorage") {
  try { window[where].setItem(key, text); visit.delete(key); } catch { visit.set(key, text); }
}
