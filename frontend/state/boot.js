/* What the page was sent with: registry, scenario of the address, styles, figure, views (dashboard/index.py: boot_data). */

const sent = document.getElementById("boot");
if (!sent) throw new Error("The page came without its data.");

/** @type {import("../types").Boot} */
export const boot = JSON.parse(sent.textContent);
/** What the site lies under, such as /map. */
export const base = document.documentElement.dataset.base ?? "";
export const layerOrder = boot.layers.map((layer) => layer.id);
/** @type {Record<string, import("../types").LayerSpec>} */
export const layerById = Object.fromEntries(boot.layers.map((layer) => [layer.id, layer]));
/** Specifications of parameters, by `<layer>.<name>`. @type {Record<string, import("../types").ParamSpec>} */
export const paramSpecs = Object.fromEntries(boot.layers.flatMap((layer) => layer.params.map((spec) => [`${layer.id}.${spec.name}`, spec])));
