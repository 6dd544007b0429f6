/* What stands round the map in a frame: switches, legend, sources, the way to the full map, and a card for what is clicked. */
import { make, closest, element, elementOf, part, root } from "../dom.js";
import { featureCard, sourceLine } from "../map/feature_card.js";
import "../map/legend_room.js";
import { mapPane } from "../map/map_pane.js";
import { notify } from "../panels/notes.js";
import { paintDataDate, paintVisibility, pushSwitches } from "../panels/visibility.js";
import { base, boot, layerById } from "../state/boot.js";
import { listen, query, turnTo } from "../state/scenario.js";
import { legendAtFirst, stacked } from "../state/screen.js";
import { t } from "../state/words.js";

if (!boot.embed) throw new Error("This page is no frame.");
const { sources, summaries } = boot.embed;

const full = elementOf("embed-full", HTMLAnchorElement);
listen((keys) => {
  if (keys.some((key) => ["layers", "side", "other"].includes(key))) { paintVisibility(); paintDataDate(); pushSwitches(); }
  full.href = `${base}/${query() ? "?" + query() : ""}`; // what the reader sees
});
pushSwitches();

const { card, show, close } = featureCard(sources);
element("embed-map").append(card);
document.addEventListener("guarantee-label", ({ detail: { layer } }) => {
  const said = part(document, `.map-label[data-map-label="${layer}"]`, HTMLButtonElement).ariaLabel ?? "";
  show(make("h3", { textContent: layerById[layer].title }), make("p", { textContent: said.slice(said.indexOf(":") + 1).trim() }),
    make("p", { className: "muted", textContent: summaries[layer] ?? "" }));
  card.querySelector("button")?.focus();
});

function markLegend() { element("legend-toggle").ariaExpanded = String(root.dataset.legend !== "folded"); }
stacked.addEventListener("change", () => { root.dataset.legend = legendAtFirst(); markLegend(); });
markLegend();

const dialog = elementOf("embed-sources", HTMLDialogElement);
function openSources() {
  close();
  part(dialog, ".dialog-body", HTMLElement).replaceChildren(make("ul", {}, ...Object.values(sources).map(sourceLine)));
  dialog.showModal();
}
/** @type {Record<string, () => void>} */
const actions = {
  "legend-toggle": () => { root.dataset.legend = root.dataset.legend === "folded" ? "open" : "folded"; markLegend(); },
  "embed-sources-open": openSources,
  "zoom-in": () => mapPane.zoomBy(1),
  "zoom-out": () => mapPane.zoomBy(-1),
  "side-a": () => turnTo("a"),
  "side-b": () => turnTo("b"),
};
document.addEventListener("click", ({ target }) => {
  if (target === dialog || closest(target, "[data-close]")) return dialog.close();
  actions[closest(target, "button")?.id ?? ""]?.();
});

if (boot.problems.length)
  notify(boot.problems.join("\n"), { title: t("Part of the address was not understood; the rest applies"), color: "orange", autoClose: false });
root.dataset.ready = "yes";
