/* Share: link, QR code and file of the scenario; opening and dropping a file. */
import { g } from "../state/page.js";

const link = () => location.origin + location.pathname + (g.query() ? "?" + g.query() : "");

function open() {
  g.setProps("share-link", { value: link() });
  g.setProps("share-qr", { src: `${g.base}/qr.svg?${g.query()}` });
  g.setProps("share-save", { href: `${g.base}/scenario.json?${g.query()}` });
  g.setProps("share-dialog", { opened: true });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no permission, or a page that is not served securely
    const field = (document.querySelector("dialog[open]") ?? document.body).appendChild(Object.assign(document.createElement("textarea"), { value: text }));
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}
async function copyAndTell(text, what) {
  await copy(text);
  g.notify(`${what} copied.`, { autoClose: 2500 });
}

async function take(file) {
  if (!file) return;
  document.getElementById("export-dialog").close(); // nothing may lie over the answer
  g.setProps("share-dialog", { opened: false });
  const busy = setTimeout(() => { document.getElementById("map").dataset.busy = "yes"; }, 300);
  try {
    // One byte too many is enough for the server to refuse it in its own words.
    const body = await file.slice(0, g.boot.max_file_bytes + 1).arrayBuffer();
    const response = await fetch(`${g.base}/scenario`, { method: "POST", body, headers: { "Content-Type": "application/octet-stream" } });
    const answer = await response.json();
    if (!answer.scenario) return refuse(file.name, answer.problems);
    const theme = answer.scenario.theme || g.state.theme; // a file that names none leaves the reader's own
    g.restore({ side: "a", ...answer.scenario, theme }, { push: true });
    if (!answer.briefing) g.notify(`“${file.name}” is open. Ctrl+Z goes back.`, { autoClose: 5000 });
    else offer(file.name, answer.briefing);
    if (answer.faults) g.notify(answer.faults.slice(0, 3).join("\n"), { title: `The briefing in “${file.name}” cannot be opened`, color: "orange", autoClose: 15000 });
    g.noteEdition(answer.since);
  } catch {
    refuse(file.name, ["The file could not be read, or the server does not answer."]);
  } finally {
    clearTimeout(busy);
    delete document.getElementById("map").dataset.busy;
  }
}
/** A deck shows its first scene; the whole briefing that it was made from is one click away. */
const offer = (name, briefing) =>
  g.editor.toast(`“${name}” is open at its first scene. It holds the whole briefing “${briefing.title}” (${briefing.scenes.length} ${briefing.scenes.length === 1 ? "scene" : "scenes"}).`,
    "Open the briefing", () => { g.editor.hideToast(); g.drafts.begin(briefing); g.editor.open(true); });
const refuse = (name, problems) =>
  g.notify(problems.slice(0, 3).join(" "), { title: `“${name}” was not opened; the map is as it was`, color: "orange", autoClose: 15000 });

const input = Object.assign(document.createElement("input"), { type: "file", accept: ".png,.svg,.pdf,.pptx,.html,.zip,.json", hidden: true, ariaLabel: "Exported file or scenario file" });
input.id = "scenario-file";
document.body.append(input);
input.addEventListener("change", () => { take(input.files[0]); input.value = ""; });

const root = document.documentElement;
const carriesFile = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => { if (carriesFile(event)) { event.preventDefault(); root.dataset.drop = "yes"; } });
addEventListener("dragleave", (event) => { if (!event.relatedTarget) delete root.dataset.drop; });
addEventListener("drop", (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  delete root.dataset.drop;
  take(event.dataTransfer.files[0]);
});

Object.assign(g.actions, {
  "share-open": open,
  "share-copy-link": () => copyAndTell(link(), "Link"),
  "share-copy-file": async () => copyAndTell(await (await fetch(`${g.base}/scenario.json?${g.query()}`)).text(), "Scenario (JSON)"),
  "share-load": () => input.click(),
});
g.keys.s = open;
g.copy = copy;
