/* Dash, which fills slots of its own: assessment, feature page, and the dialog of decks. What it is told before it is there, it
   hears when it is. */

let drawn = false;
export const dashIsDrawn = () => drawn;
/** @type {Map<string, Record<string, unknown>>} */
const waiting = new Map();
export function markDashDrawn() {
  drawn = true;
  for (const [id, props] of waiting) window.dash_clientside.set_props(id, props);
  waiting.clear();
}

/** Set properties of a component of Dash. @param {string} id @param {Record<string, unknown>} props */
export function setProps(id, props) {
  if (drawn) window.dash_clientside.set_props(id, props);
  else waiting.set(id, { ...waiting.get(id), ...props });
}
