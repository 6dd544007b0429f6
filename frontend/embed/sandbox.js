/* In a sandboxed frame the page is of no site. Its worker must be a plain script there: a module from a blob is refused, and one from
   a data: address could not read the blobs that hold the first layers (map/first_layers.js). */
import { startWorkersBy } from "../map/workers.js";

/** What a module says to others at its end, and a plain script must not: nobody imports a worker. */
const EXPORTS = /\bexport\s*\{[^{}]*\};?/g;
if (self.origin === "null") startWorkersBy((source) => [URL.createObjectURL(new Blob([source.replace(EXPORTS, "")], { type: "text/javascript" }))]);
