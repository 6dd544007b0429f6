/* The code that shows the map in a frame on a page of others: which switches, shape, width and colours, and how it will look. */
import { element, elementOf, make, part } from "../dom.js";
import { mapPane } from "../map/map_pane.js";
import { base, boot } from "../state/boot.js";
import { query, state } from "../state/scenario.js";
import { actions } from "./actions.js";
import { copyText } from "./copy.js";
import { dialog, openDialog } from "./dialogs.js";
import { notify } from "./notes.js";
import { t } from "../state/words.js";

/** Lower, notice, switches and map do not fit. */
const LOWEST_PX = 420;
const form = elementOf("embed-form", HTMLFormElement), code = elementOf("embed-code", HTMLTextAreaElement);
const preview = elementOf("embed-preview", HTMLDetailsElement);
const notice = part(document, "#footer .notice", HTMLElement).textContent;

/** The address of the frame: the scenario on screen, and what is chosen here. @param {FormData} chosen */
function address(chosen) {
  const pairs = query().split("&").filter((pair) => pair && !pair.startsWith("theme="));
  const switches = chosen.getAll("switches").join(), theme = chosen.get("theme"), canvas = mapPane.live?.getContainer();
  if (theme) pairs.push(`theme=${theme}`);
  if (switches) pairs.push(`switches=${switches}`);
  if (state.view && canvas) pairs.push(`screen=${canvas.clientWidth}x${canvas.clientHeight}`); // a frame of another size shows the same ground
  return `${location.origin}${base}/embed${pairs.length ? "?" + pairs.join("&") : ""}`;
}
function frame() {
  const chosen = new FormData(form), width = chosen.get("width");
  const made = make("iframe", { src: address(chosen), title: t("{title}: map. {notice}", { title: state.title, notice: notice ?? "" }), loading: "lazy", width: "100%", height: "480" });
  made.setAttribute("style", `${width ? `max-width:${width};` : ""}height:auto;aspect-ratio:${chosen.get("shape")};min-height:${LOWEST_PX}px;border:0`);
  return made;
}
function write() {
  code.value = frame().outerHTML;
  element("embed-preview-frame").replaceChildren(...(preview.open ? [frame()] : []));
}

function open() {
  for (const { id, group } of boot.layers) {
    const box = form.querySelector(`[value="${id}"]`);
    if (box instanceof HTMLInputElement) box.checked = group === "guarantee" && state.layers.has(id);
  }
  part(form, "[name=theme]", HTMLSelectElement).value = state.theme;
  dialog("share-dialog").close();
  openDialog("embed-dialog");
  write();
}
form.addEventListener("change", write);
preview.addEventListener("toggle", write);
dialog("embed-dialog").addEventListener("close", () => { preview.open = false; }); // a second map costs

const framers = boot.embed_ancestors ?? "*";
element("share-embed").hidden = framers === "'none'";
element("embed-local").hidden = !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);
if (framers !== "*") {
  const only = element("embed-only");
  only.hidden = false;
  only.textContent = framers === "'self'" ? t("Only pages of this server may show it.") : t("Only these sites may show it: {sites}.", { sites: framers.replaceAll(" ", ", ") });
  preview.hidden = framers !== "'self'";
}
Object.assign(actions, {
  "share-embed": open,
  "embed-copy": async () => { await copyText(code.value); notify(t("Code copied."), { autoClose: 2500 }); },
});
