/* The data of the first view come in one answer, one GeoJSON a line, and are asked for by the page's head. MapLibre gets each as
   the address of a blob, so that its worker reads them, not the page. */
import { boot } from "../state/boot.js";
import { inline } from "../state/inline.js";
import { dataUrl } from "../state/scenario.js";

const NEWLINE = 10;
const link = document.getElementById("first-layers");

/** Addresses of blobs by the address that a layer's data have otherwise. @returns {Promise<Map<unknown, string>>} */
async function fetchAll() {
  /** @type {Map<unknown, string>} */
  const found = new Map();
  if (inline || !(link instanceof HTMLLinkElement)) return found;
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) return found;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    let from = 0;
    for (const id of ["ground", ...boot.scenario.layers]) {
      const end = bytes.indexOf(NEWLINE, from), to = end < 0 ? bytes.length : end;
      found.set(dataUrl(id, boot.scenario), URL.createObjectURL(new Blob([bytes.subarray(from, to)], { type: "application/geo+json" })));
      from = to + 1;
    }
  } catch { /* each layer is asked for by itself then */ }
  return found;
}
export const firstLayers = fetchAll();
