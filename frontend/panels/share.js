/* Share: link, QR code and file of the scenario; opening and dropping a file. */
import { busyMap, element, elementOf, make, root } from "../dom.js";
import { drafts } from "../editor/drafts.js";
import { openEditor } from "../editor/panel.js";
import { hideToast, toast } from "../editor/toast.js";
import { base, boot } from "../state/boot.js";
import { query, restore, state } from "../state/scenario.js";
import { actions, keys } from "./actions.js";
import { copyText } from "./copy.js";
import { dialog, openDialog } from "./dialogs.js";
import { showEdition } from "./edition.js";
import { notify } from "./notes.js";
import { inLanguage, plural, t } from "../state/words.js";

const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);
const link = () => location.origin + location.pathname + (query() ? "?" + query() : "");

function open() {
  elementOf("share-link", HTMLInputElement).value = link();
  const code = elementOf("share-qr", HTMLImageElement);
  code.hidden = isLocal; // a telephone would look for the map on itself
  element("share-local").hidden = !isLocal;
  if (!isLocal) code.src = `${base}/qr.svg?${query()}`;
  elementOf("share-save", HTMLAnchorElement).href = `${base}/scenario.json?${query()}`;
  openDialog("share-dialog");
}

/** @param {string} text @param {string} what */
async function copyAndTell(text, what) {
  await copyText(text);
  notify(what, { autoClose: 2500 });
}

/** @param {File | undefined} file */
async function take(file) {
  if (!file) return;
  elementOf("export-dialog", HTMLDialogElement).close(); // nothing may lie over the answer
  dialog("share-dialog").close();
  const done = busyMap();
  try {
    // One byte too many is enough for the server to refuse it in its own words.
    const body = await file.slice(0, boot.max_file_bytes + 1).arrayBuffer();
    const response = await fetch(inLanguage(`${base}/scenario`), { method: "POST", body, headers: { "Content-Type": "application/octet-stream" } });
    const answer = await response.json();
    if (!answer.scenario) return refuse(file.name, answer.problems);
    const theme = answer.scenario.theme || state.theme; // a file that names none leaves the reader's own
    restore({ side: "a", ...answer.scenario, theme }, { push: true });
    if (!answer.briefing) notify(t("“{name}” is open. Ctrl+Z goes back.", { name: file.name }), { autoClose: 5000 });
    else offer(file.name, answer.briefing);
    if (answer.faults) notify(answer.faults.slice(0, 3).join("\n"), { title: t("The briefing in “{name}” cannot be opened", { name: file.name }), color: "orange", autoClose: 15000 });
    showEdition(answer.since);
  } catch {
    refuse(file.name, [t("The file could not be read, or the server does not answer.")]);
  } finally {
    done();
  }
}
/** A deck shows its first scene; the whole briefing that it was made from is one click away.
 * @param {string} name @param {import("../types").Draft} briefing */
const offer = (name, briefing) =>
  toast(plural("“{name}” is open at its first scene. It holds the whole briefing “{title}” ({number} scene).", "“{name}” is open at its first scene. It holds the whole briefing “{title}” ({number} scenes).",
    briefing.scenes.length, { name, title: briefing.title ?? "" }), t("Open the briefing"), () => { hideToast(); drafts.begin(briefing); openEditor(true); });
/** @param {string} name @param {string[]} problems */
const refuse = (name, problems) =>
  notify(problems.slice(0, 3).join(" "), { title: t("“{name}” was not opened; the map is as it was", { name }), color: "orange", autoClose: 15000 });

const input = make("input", { type: "file", accept: ".png,.svg,.pdf,.pptx,.html,.zip,.json", hidden: true, ariaLabel: t("Exported file or scenario file"), id: "scenario-file" });
document.body.append(input);
input.addEventListener("change", () => { take(input.files?.[0]); input.value = ""; });

/** @param {DragEvent} event */
const carriesFile = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => { if (carriesFile(event)) { event.preventDefault(); root.dataset.drop = "yes"; } });
addEventListener("dragleave", (event) => { if (!event.relatedTarget) delete root.dataset.drop; });
addEventListener("drop", (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  delete root.dataset.drop;
  take(event.dataTransfer?.files[0]);
});

Object.assign(actions, {
  "share-open": open,
  "share-copy-link": () => copyAndTell(link(), t("Link copied.")),
  "share-copy-file": async () => copyAndTell(await (await fetch(`${base}/scenario.json?${query()}`)).text(), t("Scenario (JSON) copied.")),
  "share-load": () => input.click(),
});
keys.s = open;
