/* The page round the map in a single file: switches with their legend, and a card for what is clicked. */
import { found, make, part, root } from "../dom.js";
import { presentation } from "../briefing/presentation.js";
import { featureCard } from "../map/feature_card.js";
import { boot } from "../state/boot.js";
import { inline } from "../state/inline.js";
import { dataUrl, listen, setVisible, state, theme, visible } from "../state/scenario.js";
import { t } from "../state/words.js";

if (!inline) throw new Error("This file came without its data.");
const { pack } = inline;
/** @param {HTMLElement} made @param {Record<string, string>} data */
function withData(made, data) {
  Object.assign(made.dataset, data);
  return made;
}
/** @param {string} key `<layer>/<kind>` */
const swatch = (key) => make("img", { className: "swatch", alt: "", width: 26, height: 16, src: pack.swatches[theme()][key] });

// -- switches, folded until somebody wants them, and the legend of what is shown -----------------------------------------
const panel = make("section", { id: "single-layers", ariaLabel: t("Layers") });
const fold = make("button", { id: "single-fold", className: "icon-end", type: "button", textContent: t("Layers"), ariaExpanded: "false" });
fold.addEventListener("click", () => { fold.ariaExpanded = String(panel.toggleAttribute("data-open")); });
panel.append(fold, make("div", { className: "single-rows" }, ...boot.layers.map((layer) => {
  const input = make("input", { type: "checkbox", id: `toggle-${layer.id}` });
  input.setAttribute("role", "switch");
  input.addEventListener("change", () => setVisible(layer.id, input.checked));
  const number = layer.group === "guarantee" ? `${layer.shortcut}  ` : "";
  return withData(make("label", {}, input, make("span", { textContent: number + layer.title })), { layer: layer.id });
})));
const notices = make("dialog", { id: "single-notices", ariaLabel: t("Licences") });
const licences = make("button", { type: "button", className: "single-licences", textContent: t("Licences") });
licences.addEventListener("click", () => {
  const shut = make("button", { type: "button", className: "single-close icon icon-x", ariaLabel: t("Close") });
  shut.addEventListener("click", () => notices.close());
  notices.replaceChildren(shut, make("pre", { tabIndex: 0, textContent: found("licences")?.textContent?.trim() }));
  notices.showModal();
});
part(panel, ".single-rows", HTMLElement).append(licences);
const legend = make("section", { id: "legend", ariaLabel: t("Legend") });
const rows = make("div", { className: "legend-body" });
legend.append(rows);
function paint() {
  for (const { id } of boot.layers) part(panel, `#toggle-${id}`, HTMLInputElement).checked = state.layers.has(id);
  rows.replaceChildren(...visible().flatMap((id) => {
    const data = dataUrl(id), here = new Set(typeof data === "string" ? [] : data.features.map((f) => f.properties?.kind));
    const labels = typeof data === "string" ? {} : data.labels;
    return boot.legend[id].filter((kind) => here.has(kind)).map((kind) =>
      withData(make("div", { className: "legend-row" }, swatch(`${id}/${kind}`), make("span", { textContent: labels[`${id}/${kind}`] ?? boot.kinds[`${id}/${kind}`] })), { kind: `${id}/${kind}` }));
  }));
}
listen((keys) => { if (keys.some((key) => key !== "view")) paint(); });

// -- what is clicked -----------------------------------------------------------------------------------------------------
const { card } = featureCard(pack.sources);

// Whoever left the briefing can take it up again.
const again = make("button", { id: "single-present", className: "icon-end icon-chevron-right", type: "button", hidden: true, textContent: t("Present") });
again.addEventListener("click", () => { again.hidden = true; if (boot.present) presentation.start(boot.present, 1, { push: false }); });
document.addEventListener("present-left", () => { again.hidden = false; });
panel.prepend(again);

document.body.append(panel, card, legend, notices);
paint();
root.dataset.ready = "yes";
