/* The rows of the table of oblasts: which one an element is in, and which one is lit. */

/** What a cell reads, beside the number that it sorts by. @param {{ data?: { shown?: Record<string, string> }, colDef: { field: string } }} params */
export const shownText = ({ data, colDef }) => data?.shown?.[colDef.field] ?? "";

/** Whether an id is that of an oblast on the map, and not of the country or of a row of the grid's own. @param {string | null | undefined} id */
export const isOblast = (id) => Boolean(id?.startsWith("oblast-"));

/** The oblast in whose row an element is; null where it is in none. @param {EventTarget | null} target */
export function rowOf(target) {
  const id = target instanceof Element ? target.closest("[row-id]")?.getAttribute("row-id") : null;
  return isOblast(id) ? /** @type {string} */ (id) : null;
}

/** Mark the row of an oblast, and no other. @param {Element} body @param {string} id */
export function litRow(body, id) {
  for (const row of body.querySelectorAll("[row-id]")) row.classList.toggle("oblast-lit", Boolean(id) && row.getAttribute("row-id") === id);
}
