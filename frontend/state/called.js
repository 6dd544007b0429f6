/* How scenarios that are compared are called: by letter and name, or by what each has otherwise than the map as proposed. */
import { LETTERS } from "./address.js";
import { boot, layerOrder, paramSpecs } from "./boot.js";
import { compared } from "./scenario.js";
import { numberIn, t } from "./words.js";

const MOST_TOLD = 2;

/** @param {string} key @param {string} text */
function told(key, text) {
  const { kind, title, unit } = paramSpecs[key];
  if (kind !== "number" && kind !== "integer") return `${title} changed`;
  return `${title} ${numberIn(Number(text))} ${unit}`.trim();
}

/** What a scenario has otherwise than the map as proposed, in a few words. @param {import("../types").Choice} from */
export function described({ line, layers, params }) {
  /** @param {string} id */
  const title = (id) => boot.layers.find((layer) => layer.id === id)?.title ?? id;
  const usual = new Set(boot.defaults.layers);
  const parts = [
    ...(line === boot.defaults.line ? [] : [t("Line of {date}", { date: boot.dates[line] ?? line })]),
    ...layerOrder.filter((id) => layers.has(id) !== usual.has(id)).map((id) => (layers.has(id) ? t("with {layer}", { layer: title(id) }) : t("without {layer}", { layer: title(id) }))),
    ...Object.entries(params).map(([key, text]) => told(key, text)),
  ];
  const more = parts.length - MOST_TOLD;
  return [...parts.slice(0, MOST_TOLD), ...(more > 0 ? [t("{count} more", { count: more })] : [])].join(" · ") || t("As proposed");
}

/** @param {number} index */
export const letterOf = (index) => LETTERS[index].toUpperCase();
/** Letter and name, or what there is otherwise. @param {number} index */
export function called(index) {
  const one = compared()[index];
  return one ? `${letterOf(index)} · ${one.name || described(one)}` : "";
}
