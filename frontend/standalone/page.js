/* The page round the map in a single file: switches with their legend, and a card for what is clicked. */
import { g } from "../state/page.js";

const { pack } = g.inline;
const make = (tag, { data, ...props } = {}, ...children) => {
  const element = g.told.make(tag, props, ...children.filter(Boolean));
  Object.assign(element.dataset, data);
  return element;
};
const swatch = (key) => make("img", { className: "swatch", alt: "", width: 26, height: 16, src: pack.swatches[g.theme()][key] });

// -- switches, folded until somebody wants them, and the legend of what is shown -----------------------------------------
const panel = make("section", { id: "single-layers", ariaLabel: "Layers" });
const fold = make("button", { id: "single-fold", type: "button", textContent: "Layers", ariaExpanded: "false" });
fold.addEventListener("click", () => { fold.ariaExpanded = String(panel.toggleAttribute("data-open")); });
panel.append(fold, make("div", { className: "single-rows" }, ...g.boot.layers.map((layer) => {
  const input = make("input", { type: "checkbox", id: `toggle-${layer.id}` });
  input.setAttribute("role", "switch");
  input.addEventListener("change", () => g.setVisible(layer.id, input.checked));
  const number = layer.group === "guarantee" ? `${layer.shortcut}  ` : "";
  return make("label", { data: { layer: layer.id } }, input, make("span", { textContent: number + layer.title }));
})));
const notices = make("dialog", { id: "single-notices", ariaLabel: "Licences" });
const licences = make("button", { type: "button", className: "single-licences", textContent: "Licences" });
licences.addEventListener("click", () => {
  const shut = make("button", { type: "button", className: "single-close", ariaLabel: "Close", textContent: "✕" });
  shut.addEventListener("click", () => notices.close());
  notices.replaceChildren(shut, make("pre", { tabIndex: 0, textContent: document.getElementById("licences").textContent.trim() }));
  notices.showModal();
});
panel.querySelector(".single-rows").append(licences);
const legend = make("section", { id: "legend", ariaLabel: "Legend" });
const rows = make("div", { className: "legend-body" });
legend.append(rows);
function paint() {
  for (const { id } of g.boot.layers) document.getElementById(`toggle-${id}`).checked = g.state.layers.has(id);
  rows.replaceChildren(...g.visible().flatMap((id) => {
    const here = new Set((g.dataUrl(id).features ?? []).map((f) => f.properties.kind));
    return g.boot.legend[id].filter((kind) => here.has(kind)).map((kind) =>
      make("div", { className: "legend-row", data: { kind: `${id}/${kind}` } }, swatch(`${id}/${kind}`), make("span", { textContent: g.told.kindText(`${id}/${kind}`) })));
  }));
}
g.listen((keys) => { if (keys.some((key) => key !== "view")) paint(); });

// -- what is clicked -----------------------------------------------------------------------------------------------------
const card = make("aside", { id: "single-card", hidden: true, ariaLabel: "Feature" });
const STATUS = { documented: "Documented", notional: "Notional: not an actual or planned deployment", derived: "Derived by this project" };
function close() {
  if (card.hidden) return false;
  card.hidden = true;
  g.map.highlight(null, null);
  return true;
}
function source(key) {
  const said = pack.sources[key];
  if (!said) return null;
  if (said.assumed) return make("li", {}, `Assumption of this project: ${said.title}.`);
  const line = make("li", {}, `${said.title}. ${said.publisher}, ${said.date}. `);
  if (/^https?:/.test(said.url ?? "")) line.append(make("a", { href: said.url, target: "_blank", rel: "noopener noreferrer", textContent: new URL(said.url).host }));
  return line;
}
document.addEventListener("map-click", ({ detail }) => {
  const [top] = g.map.under(detail, matchMedia("(hover: none)").matches ? 12 : 5);
  if (!top) return void close();
  const shut = make("button", { type: "button", className: "single-close", ariaLabel: "Close", textContent: "✕" });
  shut.addEventListener("click", close);
  card.replaceChildren(shut,
    make("p", { className: `status status-${top.status}`, textContent: STATUS[top.status] ?? "" }),
    make("h3", { textContent: top.name }),
    top.measure && make("p", { textContent: top.measure }),
    top.note && make("p", { textContent: top.note }),
    make("ul", {}, ...String(top.source ?? "").split(";").map(source).filter(Boolean)),
    make("p", { className: "muted", textContent: g.told.word("As of ") + (g.boot.dates[top.as_of] ?? top.as_of) }));
  card.hidden = false;
  g.map.highlight(top.layer, top.feature_id);
});
addEventListener("keydown", (event) => { if (event.key === "Escape" && close()) event.stopImmediatePropagation(); }, true);

// Whoever left the briefing can take it up again.
const again = make("button", { id: "single-present", type: "button", hidden: true, textContent: "Present ▸" });
again.addEventListener("click", () => { again.hidden = true; g.present.start(g.boot.present, 1, { push: false }); });
document.addEventListener("present-left", () => { again.hidden = false; });
panel.prepend(again);

document.body.append(panel, card, legend, notices);
paint();
document.documentElement.dataset.ready = "yes";
