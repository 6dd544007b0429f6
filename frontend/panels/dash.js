/* Dash, which draws the panels: its components' properties, and its notes. */

/* Dash throws on what it has not drawn yet; once it has, the panels are brought up to date as a whole (clientside.js). */
let drawn = false;
export const dashIsDrawn = () => drawn;
export function markDashDrawn() { drawn = true; }

/** Set properties of a component that Dash has drawn. @param {string} id @param {Record<string, unknown>} props */
export const setProps = (id, props) => { if (drawn) window.dash_clientside.set_props(id, props); };

let noteNumber = 0;
/** Show a note that goes by itself. @param {string} message @param {Record<string, unknown>} [options] of Mantine's notification */
export function notify(message, options = {}) {
  setProps("notifications", { sendNotifications: [{ id: `note-${noteNumber++}`, action: "show", message, autoClose: 12000, ...options }] });
}
