/* What leaves the editor and what comes in: presenting, decks, YAML files. */
import { elementOf, root, element } from "../dom.js";
import { presentation } from "../briefing/presentation.js";
import { saveFile } from "../export/save_file.js";
import { setProps } from "../panels/dash.js";
import { withDeckDialog } from "../panels/deck.js";
import { notify } from "../panels/notes.js";
import { base } from "../state/boot.js";
import { check, checks, serializedNow } from "./check.js";
import { drafts } from "./drafts.js";
import { does, openEditor, showFault } from "./panel.js";
import { stopPicking } from "./picking.js";
import { presentShipped, rememberChoice } from "./remembered_choice.js";
import { all, chosenIndex } from "./scene_list.js";
import { hideToast, toast } from "./toast.js";
import { textOf } from "./values.js";
import { inLanguage, plural, t } from "../state/words.js";

/** The briefing that the presenter's window looks for, in this browser's storage. */
const PRESENTED = "briefing-told/1";

/** Present the briefing that is open, from the chosen scene or from `at`, which counts from 1. */
export async function present(at = Math.max(chosenIndex(), 0) + 1) {
  stopPicking();
  drafts.save();
  if (!all().length) return toast(t("There is no scene to present yet. Add the view on the map first."));
  const judged = await check();
  const briefing = serializedNow();
  if (!briefing) {
    if (!judged) return toast(t("Presenting needs the server, and it does not answer. Nothing is lost."));
    openEditor(true);
    showFault();
    return toast(t("“{title}”: {count} to correct before it can be presented.", { title: textOf(drafts.briefing?.title), count: checks.faults.length }), t("Present the shipped one"), presentShipped);
  }
  hideToast();
  rememberChoice(drafts.nameOf(drafts.uid));
  presentation.start(leaveForPresenter(briefing), at);
}

/** The briefing under the name of this browser, and left where the presenter's window looks for it. @param {import("../types").Briefing} briefing */
function leaveForPresenter(briefing) {
  const left = { ...briefing, id: drafts.nameOf(drafts.uid) };
  try { localStorage.setItem(PRESENTED, JSON.stringify(left)); } catch { /* full: only that window goes without */ }
  return left;
}
async function deck() {
  drafts.save();
  if (!all().length) return toast(t("There is no scene yet. Add the view on the map first."));
  const judged = await check();
  if (checks.faults.length) { showFault(); return toast(t("{count} to correct before it can be made a deck.", { count: checks.faults.length })); }
  if (!judged) return toast(t("Making a deck needs the server, and it does not answer. Nothing is lost."));
  const value = drafts.nameOf(drafts.uid);
  withDeckDialog(() => {
    setProps("deck-briefing", { data: [{ value, label: textOf(drafts.briefing?.title) }], value });
    setProps("deck-dialog", { opened: true });
  });
}

const fileName = () => `${textOf(drafts.briefing?.id).replace(/[^a-z0-9-]/g, "") || "briefing"}.yaml`;
/** YAML takes in JSON, so what the server cannot write now is saved all the same. */
function saveAsItIs() {
  saveFile(new Blob([JSON.stringify(drafts.briefing, null, 1)], { type: "application/yaml" }), fileName());
  toast(t("Saved {file} as it is.", { file: fileName() }));
}
async function write() {
  drafts.save();
  await check();
  if (checks.faults.length) { showFault(); return toast(t("{count} to correct before others can use the file.", { count: checks.faults.length }), t("Save as it is"), saveAsItIs); }
  try {
    const answer = await fetch(inLanguage(`${base}/briefing/write`), { method: "POST", body: JSON.stringify(drafts.briefing) });
    if (!answer.ok) throw new Error(String(answer.status));
    saveFile(await answer.blob(), fileName());
    toast(t("Saved {name}.", { name: fileName() }));
  } catch {
    saveAsItIs();
    toast(t("The server does not answer: {file} is saved as it is. It opens here again.", { file: fileName() }));
  }
}
/** @param {File | undefined} file */
async function read(file) {
  if (!file) return;
  openEditor(true);
  try {
    // One byte too many is enough for the server to refuse it in its own words.
    const body = await file.slice(0, Number(element("briefing-panel").dataset.mostBytes) + 1).arrayBuffer();
    const answer = await (await fetch(inLanguage(`${base}/briefing/read?name=${encodeURIComponent(file.name)}`), { method: "POST", body })).json();
    if (!answer.briefing) return refuse(file.name, answer.faults.map((/** @type {import("../types").Fault} */ { text }) => text));
    drafts.begin(answer.briefing);
    toast(plural("“{name}” is open: {number} scene.", "“{name}” is open: {number} scenes.", all().length, { name: file.name }));
  } catch { refuse(file.name, [t("The file could not be read, or the server does not answer.")]); }
}
/** @param {string} name @param {string[]} texts */
const refuse = (name, texts) => notify([...texts.slice(0, 5), ...(texts.length > 5 ? [t("… and {count} more.", { count: texts.length - 5 })] : [])].join("\n"),
  { title: t("“{name}” was not opened; your briefing is as it was", { name }), color: "orange", autoClose: false });
const input = elementOf("briefing-file", HTMLInputElement);
input.addEventListener("change", () => { read(input.files?.[0]); input.value = ""; });
addEventListener("drop", (event) => { // before share.js, which opens figures and scenarios
  const file = event.dataTransfer?.files[0];
  if (!file || !/\.ya?ml$/i.test(file.name)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  delete root.dataset.drop;
  read(file);
}, true);

Object.assign(does, { present: () => present(), deck, write, read: () => input.click() });

// A page at /present/own/<id> presents the briefing that this browser keeps under that id.
const [, own] = /^\/present\/own\/(\w+)$/.exec(location.pathname.slice(base.length)) ?? [];
if (own && drafts.open(own)) {
  check().then(() => {
    const briefing = serializedNow();
    if (briefing) presentation.start(leaveForPresenter(briefing), Number.parseInt(location.hash.slice(1)) || 1, { push: false }); else openEditor(true);
  });
} else if (own) toast(t("This browser holds no such briefing. Open it in the browser in which it was made, or open its YAML file."));
