/* The Export dialog: the form of dashboard/export_dialog.py with a live preview, download and link. What is chosen there is
   the figure's look; what it shows is the scenario of the page. */
import { element, elementOf, messageOf, part } from "../dom.js";
import { actions, keys as shortcuts } from "../panels/actions.js";
import { copyText } from "../panels/copy.js";
import { withDeckDialog } from "../panels/deck.js";
import { foldDrawers } from "../panels/fold.js";
import { base, boot } from "../state/boot.js";
import { of, query as scenarioQuery, restore, state } from "../state/scenario.js";
import { recall, remember } from "../state/storage.js";
import { fetchPatiently } from "./patience.js";
import { saveFile } from "./save_file.js";
import { screenPicture } from "./screenshot.js";
import { isEnglish, language, numberIn, t } from "../state/words.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLButtonElement} Control */
/** @typedef {Record<string, string>} Problems */
const KEPT = "export-choices", PREVIEW_PX = 900, OWN = "own", FORMAT = "format", TITLE = "title";
const dialog = elementOf("export-dialog", HTMLDialogElement), form = elementOf("export-form", HTMLFormElement);
const sheet = part(dialog, ".export-sheet", HTMLElement), picture = elementOf("export-picture", HTMLImageElement), said = element("export-said");

// -- choices: the form itself is the state ----------------------------------------------------------------------------
const everyControl = /** @type {Control[]} */ ([...form.elements]);
const names = [...new Set(everyControl.map(({ name }) => name).filter(Boolean))];
const keys = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-field]")]).map((field) => field.dataset.field ?? ""); // each has a place for its error
/** Fields, and the radio buttons of one choice. @param {string} name */
const controls = (name) => /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ (everyControl.filter((control) => control.name === name));
/** @param {Control} control */
const isChecked = (control) => control instanceof HTMLInputElement && control.checked;
/** @param {string} name */
function read(name) {
  const [first] = controls(name);
  if (first.type === "checkbox") return isChecked(first) ? "yes" : "no";
  return first.type === "radio" ? controls(name).find(isChecked)?.value ?? "" : first.value.trim();
}
/** @param {string} name @param {string} text */
function write(name, text) {
  const [first] = controls(name);
  if (first instanceof HTMLInputElement && first.type === "checkbox") first.checked = text === "yes";
  else if (first.type === "radio") controls(name).forEach((one) => { if (one instanceof HTMLInputElement && one.value === text) one.checked = true; });
  else if (!(first instanceof HTMLSelectElement) || [...first.options].some(({ value }) => value === text)) first.value = text;
}
/** @returns {Record<string, string>} */
const chosen = () => Object.fromEntries(names.filter((name) => name !== TITLE).map((name) => [name, read(name)]));
const usual = chosen();
const keep = () => remember(KEPT, JSON.stringify(chosen()));
try {
  const kept = JSON.parse(recall(KEPT) ?? "{}");
  for (const name of names) if (typeof kept[name] === "string") write(name, kept[name]);
} catch { /* kept by something else: the usual choices stand */ }
if (!isEnglish) write("lang", language); // a page that is not in English makes figures in its language

const titleA = () => of("a")?.title ?? "";
const format = () => /** @type {HTMLInputElement} */ (controls(FORMAT).find(isChecked));
const layout = () => (read("layout") === OWN ? `${read("width")}x${read("height")}` : read("layout"));
function longerSide() {
  const { width, height } = /** @type {HTMLSelectElement} */ (controls("layout")[0]).selectedOptions[0].dataset;
  return Math.max(...(width ? [width, height] : [read("width"), read("height")]).map(Number));
}

/** The query of the figure: the page's scenario with what differs from the usual look. @param {Record<string, string>} [more] */
function query(more = {}) {
  const scenario = scenarioQuery().split("&").filter((pair) => pair && !/^(title|lang)=/.test(pair))
    .map((pair) => pair.replace(/^theme=/, "screen_theme=")); // "theme" is the figure's here
  const own = new URLSearchParams();
  if (read(TITLE) && read(TITLE) !== boot.defaults.title) own.append(TITLE, read(TITLE));
  for (const [key, text] of Object.entries({ ...chosen(), layout: layout(), ...more })) {
    const [control] = controls(key), off = control?.matches(":disabled");
    if (key in more || (keys.includes(key) && key !== FORMAT && !off && text !== usual[key])) own.append(key, text);
  }
  const plot = element("map-plot");
  if (!isEnglish && format().dataset.figure === undefined) own.append("lang", language); // a package has the page's language
  if (state.view) own.append("screen", `${plot.clientWidth}x${plot.clientHeight}`); // the zoom speaks of that size
  return [...scenario, String(own)].filter(Boolean).join("&");
}
/** @param {Record<string, string>} [more] */
const address = (more) => `${location.origin}${base}/snapshot.${read(FORMAT)}?${query(more)}`;

// -- what is wrong, in words, at its field -------------------------------------------------------------------------------
const FILE = "file"; // what went wrong without a field's fault, so that trying again may help
/** @param {Problems} problems */
const atFault = (problems) => Object.keys(problems).some((key) => key !== FILE);
/** @param {Problems} problems */
function showProblems(problems) {
  const others = Object.entries(problems).filter(([key]) => !keys.includes(key)).map(([key, text]) => (key === FILE ? text : `${key}: ${text}`));
  for (const key of [...keys, FILE]) {
    const text = key === FILE ? others.join(" ") : problems[key] ?? "", place = element(`export-error-${key}`);
    if (place.textContent !== text) place.textContent = text; // else a screen reader says it again
    place.hidden = !text;
    for (const control of form.querySelectorAll(`[data-field="${key}"] :is(input, select)`)) control.setAttribute("aria-invalid", String(Boolean(text)));
  }
  elementOf("export-download", HTMLButtonElement).disabled = elementOf("export-copy", HTMLButtonElement).disabled = atFault(problems);
  sheet.toggleAttribute("data-stale", atFault(problems));
}

function fit() {
  const { figure, pixels } = format().dataset;
  elementOf("export-figure", HTMLFieldSetElement).disabled = figure === undefined;
  for (const field of form.querySelectorAll("[data-pixels]:not(input)"))
    for (const control of /** @type {NodeListOf<HTMLInputElement>} */ (field.querySelectorAll("input, select"))) control.disabled = pixels === undefined;
  part(form, ".export-own", HTMLElement).hidden = read("layout") !== OWN;
  for (const told of /** @type {NodeListOf<HTMLElement>} */ (sheet.querySelectorAll(".export-package"))) told.hidden = figure !== undefined || told.dataset.of !== read(FORMAT);
  picture.hidden = figure === undefined || !picture.src;
}

// -- preview: the last one asked for wins -----------------------------------------------------------------------------------
/** @type {AbortController | null} */
let asking = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let drawing;
function preview(ms = 250) {
  fit();
  clearTimeout(waiting);
  waiting = setTimeout(draw, ms);
}
/** @param {AbortSignal} [signal] @returns {Promise<{ problems: Problems, size: string }>} */
const check = async (signal) => (await fetch(`${base}/export/check?${query({ format: read(FORMAT) })}`, { signal })).json();
async function draw() {
  asking?.abort();
  const { signal } = (asking = new AbortController());
  clearTimeout(drawing);
  drawing = setTimeout(() => { sheet.dataset.busy = "yes"; }, 300);
  try {
    const { problems, size } = await check(signal);
    signal.throwIfAborted();
    showProblems(problems);
    element("export-size").textContent = atFault(problems) ? "" : size;
    if (atFault(problems) || format().dataset.figure === undefined) return rest(signal);
    const scale = Math.min(8, Math.max(0.25, PREVIEW_PX / longerSide())).toFixed(3);
    const answer = await fetchPatiently(`${base}/snapshot.png?${query({ scale })}`, signal, (text) => showProblems({ [FILE]: text }));
    const old = picture.src, image = URL.createObjectURL(await answer.blob());
    if (signal.aborted) return URL.revokeObjectURL(image);
    picture.src = image;
    await picture.decode();
    if (old) URL.revokeObjectURL(old);
    fit();
    rest(signal);
  } catch (problem) {
    if (signal.aborted) return;
    rest(signal);
    showProblems({ [FILE]: reason(problem) });
  }
}
/** @param {AbortSignal} signal */
function rest(signal) {
  if (signal.aborted) return;
  clearTimeout(drawing);
  sheet.dataset.busy = "no";
}

/** @param {unknown} problem */
const reason = (problem) => (problem instanceof TypeError ? t("The server does not answer. Try again.") : messageOf(problem));

// -- files --------------------------------------------------------------------------------------------------------------------
/** @type {AbortController | null} */
let making = null;
/** Make a file with progress and Cancel; `make` gives its bytes and name. @param {(signal: AbortSignal) => Promise<{ blob: Blob, name: string } | null>} make */
async function save(make) {
  if (making) return;
  const { signal } = (making = new AbortController());
  const begun = performance.now(), bar = element("export-progress");
  const tell = () => { bar.hidden = false; part(bar, "span", HTMLElement).textContent = t("{seconds} s", { seconds: Math.floor((performance.now() - begun) / 1000) }); };
  const timers = [setTimeout(tell, 300), setInterval(tell, 1000)];
  said.textContent = "";
  try {
    const made = await make(signal);
    if (!made) return;
    saveFile(made.blob, made.name);
    said.textContent = t("Saved {name}, {size}.", { name: made.name, size: kilobytes(made.blob.size) });
  } catch (problem) {
    if (signal.aborted) said.textContent = t("Cancelled; nothing was saved.");
    else showProblems({ [FILE]: reason(problem) });
  } finally {
    timers.forEach(clearTimeout);
    bar.hidden = true;
    making = null;
  }
}
/** @param {number} bytes */
const kilobytes = (bytes) => (bytes < 1e6 ? t("{number} kB", { number: Math.ceil(bytes / 1000) }) : t("{number} MB", { number: numberIn(bytes / 1e6, { minimumFractionDigits: 1, maximumFractionDigits: 1 }) }));

/** @param {AbortSignal} signal */
async function fetchFigure(signal) {
  const answer = await fetchPatiently(address({ download: "1" }), signal, (text) => { said.textContent = text; });
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? `figure.${read(FORMAT)}`;
  return { blob: await answer.blob(), name };
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  save(async (signal) => {
    const { problems } = await check(signal);
    showProblems(problems);
    if (atFault(problems)) /** @type {HTMLElement | null} */ (form.querySelector('[aria-invalid="true"]'))?.focus();
    if (atFault(problems)) return null;
    takeTitle();
    return fetchFigure(signal);
  });
});
form.addEventListener("input", () => { said.textContent = ""; keep(); preview(); });
/** The title is the scenario's, so it becomes the page's once it is finished and can be one. */
function takeTitle() {
  const title = read(TITLE).replace(/\s+/g, " ") || boot.defaults.title;
  if (title !== titleA()) restore({ title }, { push: true });
  write(TITLE, title);
}
controls(TITLE)[0].addEventListener("change", async () => {
  try {
    if (!(TITLE in (await check()).problems)) takeTitle();
  } catch { /* the preview tells that the server does not answer */ }
});

function open() {
  if (dialog.open) return;
  write(TITLE, titleA());
  said.textContent = "";
  showProblems({});
  foldDrawers();
  dialog.showModal();
  format().focus();
  preview(0);
}
dialog.addEventListener("close", () => { asking?.abort(); making?.abort(); clearTimeout(waiting); });
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); }); // the ground round it

/* Keys typed here are not the map's; and Tab goes round, where the browser would leave the page. */
dialog.addEventListener("keydown", (event) => {
  event.stopPropagation();
  if (event.key !== "Tab") return;
  const all = everyControl.filter((one) => one.matches("button, input, select") && !one.matches(":disabled") && one.checkVisibility() && (one.type !== "radio" || isChecked(one)));
  const [from, to] = event.shiftKey ? [all[0], all[all.length - 1]] : [all[all.length - 1], all[0]];
  if (!to || document.activeElement !== from) return;
  event.preventDefault();
  to.focus();
});

Object.assign(actions, {
  "export-open": open,
  "export-close": () => dialog.close(),
  "export-cancel": () => making?.abort(),
  "export-deck": () => { dialog.close(); withDeckDialog(() => document.getElementById("deck-open")?.click()); },
  "export-copy": async () => { await copyText(address()); said.textContent = t("Link copied. A document that links to it always shows the figure with current data."); },
  "export-screen": () => save((signal) => screenPicture({ signal })),
});
shortcuts.e = (event) => (event?.shiftKey ? actions["picture-of-screen"]() : open());
