/* What leaves the editor and what comes in: presenting, decks, YAML files. */
import { g } from "../state/page.js";

const { drafts, editor } = g, { textOf } = g.sceneForm, { check, toast, showFault } = editor;
const root = document.documentElement, panel = document.getElementById("briefing-panel");
const all = () => drafts.briefing?.scenes ?? [];

/** Present the briefing that is open, from the chosen scene or from `at`, which counts from 1. */
async function present(at = Math.max(editor.chosen, 0) + 1) {
  g.sceneForm.stop();
  drafts.save();
  if (!all().length) return toast("There is no scene to present yet. Add the view on the map first.");
  const judged = await check();
  const told = editor.told();
  if (!told) {
    if (!judged) return toast("Presenting needs the server, and it does not answer. Nothing is lost.");
    editor.open(true);
    showFault();
    return toast(`“${textOf(drafts.briefing.title)}”: ${editor.faults.length} to correct before it can be presented.`, "Present the shipped one", g.presentChoice.presentShipped);
  }
  editor.hideToast();
  g.presentChoice.chose(drafts.nameOf(drafts.uid));
  g.present.start(leave(told), at);
}

/** The briefing under the name of this browser, and left where the presenter's window looks for it. */
function leave(told) {
  const left = { ...told, id: drafts.nameOf(drafts.uid) };
  try { localStorage.setItem("briefing-told/1", JSON.stringify(left)); } catch { /* full: only that window goes without */ }
  return left;
}
async function deck() {
  drafts.save();
  if (!all().length) return toast("There is no scene yet. Add the view on the map first.");
  const judged = await check();
  if (editor.faults.length) { showFault(); return toast(`${editor.faults.length} to correct before it can be made a deck.`); }
  if (!judged) return toast("Making a deck needs the server, and it does not answer. Nothing is lost.");
  const value = drafts.nameOf(drafts.uid);
  g.setProps("deck-briefing", { data: [{ value, label: textOf(drafts.briefing.title) }], value });
  g.setProps("deck-dialog", { opened: true });
}

const fileName = () => `${textOf(drafts.briefing.id).replace(/[^a-z0-9-]/g, "") || "briefing"}.yaml`;
/** YAML takes in JSON, so what the server cannot write now is saved all the same. */
function saveAsItIs() {
  g.saveFile(new Blob([JSON.stringify(drafts.briefing, null, 1)], { type: "application/yaml" }), fileName());
  toast(`Saved ${fileName()} as it is.`);
}
async function write() {
  drafts.save();
  await check();
  if (editor.faults.length) { showFault(); return toast(`${editor.faults.length} to correct before others can use the file.`, "Save as it is", saveAsItIs); }
  try {
    const answer = await fetch(`${g.base}/briefing/write`, { method: "POST", body: JSON.stringify(drafts.briefing) });
    if (!answer.ok) throw new Error(String(answer.status));
    g.saveFile(await answer.blob(), fileName());
    toast(`Saved ${fileName()}.`);
  } catch {
    saveAsItIs();
    toast(`The server does not answer: ${fileName()} is saved as it is. It opens here again.`);
  }
}
async function read(file) {
  if (!file) return;
  editor.open(true);
  try {
    // One byte too many is enough for the server to refuse it in its own words.
    const body = await file.slice(0, Number(panel.dataset.mostBytes) + 1).arrayBuffer();
    const answer = await (await fetch(`${g.base}/briefing/read?name=${encodeURIComponent(file.name)}`, { method: "POST", body })).json();
    if (!answer.briefing) return refuse(file.name, answer.faults.map(({ text }) => text));
    drafts.begin(answer.briefing);
    toast(`“${file.name}” is open: ${all().length} scenes.`);
  } catch { refuse(file.name, ["The file could not be read, or the server does not answer."]); }
}
const refuse = (name, texts) => g.notify([...texts.slice(0, 5), ...(texts.length > 5 ? [`… and ${texts.length - 5} more.`] : [])].join("\n"),
  { title: `“${name}” was not opened; your briefing is as it was`, color: "orange", autoClose: false });
const input = document.getElementById("briefing-file");
input.addEventListener("change", () => { read(input.files[0]); input.value = ""; });
addEventListener("drop", (event) => { // before share.js, which opens figures and scenarios
  const file = event.dataTransfer?.files[0];
  if (!file || !/\.ya?ml$/i.test(file.name)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  delete root.dataset.drop;
  read(file);
}, true);

Object.assign(editor.does, { present, deck, write, read: () => input.click() });

// A page at /present/own/<id> presents the briefing that this browser keeps under that id.
const [, own] = /^\/present\/own\/(\w+)$/.exec(location.pathname.slice(g.base.length)) ?? [];
if (own && drafts.open(own)) {
  check().then(() => {
    const told = editor.told();
    if (told) g.present.start(leave(told), Number.parseInt(location.hash.slice(1)) || 1, { push: false }); else editor.open(true);
  });
} else if (own) toast("This browser holds no such briefing. Open it in the browser in which it was made, or open its YAML file.");
