/* Scenarios written as queries: only what differs from the map as proposed, in one order, so that one scenario has one address.
   The server reads addresses and judges them (the Scenario's from_query); here they are only written. Pure: no page needed. */

/** @typedef {import("../types").Choice} Choice */
/** @typedef {import("../types").LayerSpec} LayerSpec */
/** @typedef {{ layers: LayerSpec[], defaults: { layers: string[], line: string, title: string }, edition: number, lang?: string }} Registry */
/** @typedef {[key: string, text: string][]} Pairs */

export const LETTERS = "abcdef";
export const MAX_NAME = 40; // layers/core/scenario.py

/** As the server encodes it: more than encodeURIComponent does, but no comma. @param {string} text */
const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll("%2C", ",").replaceAll("%20", "+");
/** @param {Pairs} pairs */
const join = (pairs) => pairs.map(([key, text]) => `${encode(key)}=${encode(text)}`).join("&");
/** @param {number} value @param {number} digits */
const trim = (value, digits) => String(Number(value.toFixed(digits)));

/** @param {import("../types").View} view */
export const viewText = (view) => [trim(view.lon, 4), trim(view.lat, 4), trim(view.zoom, 2)].join();

/** The layers that a scenario shows, in the registry's order. @param {LayerSpec[]} layers @param {Pick<Choice, "layers">} from */
export const visibleLayers = (layers, from) => layers.filter(({ id }) => from.layers.has(id)).map(({ id }) => id);

/** The parameters that differ from their defaults. @param {LayerSpec[]} layers @param {Pick<Choice, "params">} from @returns {Pairs} */
export const paramPairs = (layers, from) =>
  layers.flatMap((layer) =>
    layer.params.map(({ name }) => `${layer.id}.${name}`).filter((key) => key in from.params)
      .map((key) => /** @type {[string, string]} */ ([key, from.params[key]])));

/** @param {Registry} registry @param {Choice} from @param {Pairs} [shared] */
function ownPairs({ layers, defaults }, from, shared = []) {
  /** @type {Pairs} */
  const pairs = [];
  const visible = visibleLayers(layers, from).join();
  if (visible !== defaults.layers.join()) pairs.push(["layers", visible]);
  if (from.line !== defaults.line) pairs.push(["line", from.line]);
  pairs.push(...shared);
  if (from.title !== defaults.title) pairs.push(["title", from.title]);
  if (from.name) pairs.push(["name", from.name]);
  return [...pairs, ...paramPairs(layers, from)];
}

/** The whole scenario as a query, and last the edition whose numbers it was seen with. `b` to `f` hold those it is
 * compared with. @param {Registry} registry @param {{ a: Choice, others: Choice[], view: import("../types").View | null, theme: string }} scenario */
export function scenarioQuery(registry, { a, others, view, theme }) {
  /** @type {Pairs} */
  const shared = [];
  if (view) shared.push(["view", viewText(view)]);
  if (theme) shared.push(["theme", theme]);
  if (registry.lang) shared.push(["lang", registry.lang]);
  const pairs = ownPairs(registry, a, shared);
  others.forEach((one, i) => pairs.push([LETTERS[i + 1], join(ownPairs(registry, one))]));
  if (pairs.length) pairs.push(["edition", String(registry.edition)]);
  return join(pairs);
}

/** What layers are built from: the line and all parameters. Does not change with toggles and moves.
 * @param {LayerSpec[]} layers @param {Pick<Choice, "line" | "params">} from */
export const assumptionsQuery = (layers, from) => join([["line", from.line], ...paramPairs(layers, from)]);

/** What the comparison of some scenarios depends on, for each: its name too, since the table says it.
 * @param {Registry} registry @param {Choice} from */
export const comparedQuery = (registry, from) => join(ownPairs(registry, { ...from, title: registry.defaults.title }));

/** What one layer depends on, and nothing else, so that caches hit; one that is made of others, on those of them that are shown.
 * @param {LayerSpec[]} layers @param {LayerSpec | undefined} layer @param {import("../types").DataChoice} from */
export function dataQuery(layers, layer, from) {
  const pairs = layer ? paramPairs([layer], from) : [];
  if (layer?.derives_from.length) {
    const shown = new Set(from.layers), of = layers.filter(({ id }) => layer.derives_from.includes(id) && shown.has(id));
    pairs.unshift(["layers", of.map(({ id }) => id).join()], ...paramPairs(of, from));
  }
  if (layer?.follows_line) pairs.unshift(["line", from.line]);
  return join(pairs);
}
