/* Parts of the right panel that the server writes as HTML, for the scenario being edited. */
import { base } from "../state/boot.js";

/** At rest: so long after the last change a part is asked for. */
export const REST_MS = 450;

/** The part for a query; null where a newer one has overtaken it. @param {string} name @param {string} query @param {AbortSignal} signal */
export async function partOf(name, query, signal) {
  try {
    const answer = await fetch(`${base}/${name}.html?${query}`, { signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return await answer.text(); // a template of this server, which escapes what it is given
  } catch (problem) {
    if (signal.aborted) return null;
    throw problem;
  }
}
