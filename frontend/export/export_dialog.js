/* The Export dialog: the form of dashboard/export_dialog.py with a live preview, download and link. What is chosen there is
   the figure's look; what it shows is the scenario of the page. */
import { g } from "../state/page.js";

const KEPT = "export-choices", PREVIEW_PX = 900, OWN = "own", FORMAT = "format", TITLE = "title";
const $ = (id) => document.getElementById(id);
const dialog = $("export-dialog"), form = $("export-form"), sheet = dialog.querySelector(".export-sheet"), picture = $("export-picture");
const said = $("export-said");

// -- choices: the form itself is the state ----------------------------------------------------------------------------
const names = [...new Set([...form.elements].map(({ name }) => name).filter(Boolean))];
const keys = [...form.querySelectorAll("[data-field]")].map((field) => field.dataset.field); // each has a place for its error
const controls = (name) => [...form.elements].filter((control) => control.name === name);
function read(name) {
  const [first] = controls(name);
  if (first.type === "checkbox") return first.checked ? "yes" : "no";
  return first.type === "radio" ? controls(name).find((one) => one.checked).value : first.value.trim();
}
function write(name, text) {
  const [first] = controls(name);
  if (first.type === "checkbox") first.checked = text === "yes";
  else if (first.type === "radio") controls(name).forEach((one) => { if (one.value === text) one.checked = true; });
  else if (first.tagName !== "SELECT" || [...first.options].some(({ value }) => value === text)) first.value = text;
}
const chosen = () => Object.fromEntries(names.filter((name) => name !== TITLE).map((name) => [name, read(name)]));
const usual = chosen();
const keep = () => g.remember(KEPT, JSON.stringify(chosen()));
try {
  const kept = JSON.parse(g.recall(KEPT) ?? "{}");
  for (const name of names) if (typeof kept[name] === "string") write(name, kept[name]);
} catch { /* kept by something else: the usual choices stand */ }

const format = () => controls(FORMAT).find((one) => one.checked);
const layout = () => (read("layout") === OWN ? `${read("width")}x${read("height")}` : read("layout"));
function longerSide() {
  const { width, height } = controls("layout")[0].selectedOptions[0].dataset;
  return Math.max(...(width ? [width, height] : [read("width"), read("height")]).map(Number));
}

/** The query of the figure: the page's scenario with what differs from the usual look. */
function query(more = {}) {
  const scenario = g.query().split("&").filter((pair) => pair && !/^title=/.test(pair))
    .map((pair) => pair.replace(/^theme=/, "screen_theme=")); // "theme" is the figure's here
  const own = new URLSearchParams();
  if (read(TITLE) && read(TITLE) !== g.boot.defaults.title) own.append(TITLE, read(TITLE));
  for (const [key, text] of Object.entries({ ...chosen(), layout: layout(), ...more })) {
    const [control] = controls(key), off = control?.matches(":disabled");
    if (key in more || (keys.includes(key) && key !== FORMAT && !off && text !== usual[key])) own.append(key, text);
  }
  const plot = $("map-plot");
  if (g.state.view) own.append("screen", `${plot.clientWidth}x${plot.clientHeight}`); // the zoom speaks of that size
  return [...scenario, String(own)].filter(Boolean).join("&");
}
const address = (more) => `${location.origin}${g.base}/snapshot.${read(FORMAT)}?${query(more)}`;

// -- what is wrong, in words, at its field -------------------------------------------------------------------------------
const FILE = "file"; // what went wrong without a field's fault, so that trying again may help
const atFault = (problems) => Object.keys(problems).some((key) => key !== FILE);
function showProblems(problems) {
  const others = Object.entries(problems).filter(([key]) => !keys.includes(key)).map(([key, text]) => (key === FILE ? text : `${key}: ${text}`));
  for (const key of [...keys, FILE]) {
    const text = key === FILE ? others.join(" ") : problems[key] ?? "", place = $(`export-error-${key}`);
    if (place.textContent !== text) place.textContent = text; // else a screen reader says it again
    place.hidden = !text;
    for (const control of form.querySelectorAll(`[data-field="${key}"] :is(input, select)`)) control.setAttribute("aria-invalid", String(Boolean(text)));
  }
  $("export-download").disabled = $("export-copy").disabled = atFault(problems);
  sheet.toggleAttribute("data-stale", atFault(problems));
}

function fit() {
  const { figure, pixels } = format().dataset;
  $("export-figure").disabled = figure === undefined;
  for (const field of form.querySelectorAll("[data-pixels]:not(input)"))
    for (const control of field.querySelectorAll("input, select")) control.disabled = pixels === undefined;
  form.querySelector(".export-own").hidden = read("layout") !== OWN;
  sheet.querySelector(".export-package").hidden = figure !== undefined;
  picture.hidden = figure === undefined || !picture.src;
}

// -- preview: the last one asked for wins -----------------------------------------------------------------------------------
let asking = null, waiting = 0, drawing = 0;
function preview(ms = 250) {
  fit();
  clearTimeout(waiting);
  waiting = setTimeout(draw, ms);
}
const check = async (signal) => (await fetch(`${g.base}/export/check?${query({ format: read(FORMAT) })}`, { signal })).json();
async function draw() {
  asking?.abort();
  const { signal } = (asking = new AbortController());
  clearTimeout(drawing);
  drawing = setTimeout(() => { sheet.dataset.busy = "yes"; }, 300);
  try {
    const { problems, size } = await check(signal);
    signal.throwIfAborted();
    showProblems(problems);
    $("export-size").textContent = atFault(problems) ? "" : size;
    if (atFault(problems) || format().dataset.figure === undefined) return rest(signal);
    const scale = Math.min(8, Math.max(0.25, PREVIEW_PX / longerSide())).toFixed(3);
    const answer = await fetchPatiently(`${g.base}/snapshot.png?${query({ scale })}`, signal, (text) => showProblems({ [FILE]: text }));
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
function rest(signal) {
  if (signal.aborted) return;
  clearTimeout(drawing);
  sheet.dataset.busy = "no";
}

/** Fetch a figure; of a busy server that says when to come back, ask again then, a few times. */
const TRIES = 5, MOST_S = 30;
async function fetchPatiently(address, signal, say) {
  for (let left = TRIES - 1; ; left -= 1) {
    const answer = await fetch(address, { signal });
    if (answer.ok) {
      say("");
      return answer;
    }
    const seconds = Math.min(MOST_S, Number(answer.headers.get("Retry-After")) || 0);
    if (answer.status !== 503 || !seconds) throw new Error((await answer.json()).error);
    if (!left) throw new Error("The server is still drawing other figures. Try again in a minute.");
    say(`The server is drawing other figures. Trying again in ${seconds} s.`);
    await new Promise((resolve) => {
      setTimeout(resolve, seconds * 1000);
      signal.addEventListener("abort", resolve, { once: true });
    });
    signal.throwIfAborted();
  }
}
const reason = (problem) => (problem instanceof TypeError ? "The server does not answer. Try again." : problem.message);

// -- files --------------------------------------------------------------------------------------------------------------------
let making = null;
/** Make a file with progress and Cancel; `make` gives its bytes and name. */
async function save(make) {
  if (making) return;
  making = new AbortController();
  const begun = performance.now(), bar = $("export-progress");
  const tell = () => { bar.hidden = false; bar.querySelector("span").textContent = `${Math.floor((performance.now() - begun) / 1000)} s`; };
  const timers = [setTimeout(tell, 300), setInterval(tell, 1000)];
  said.textContent = "";
  try {
    const made = await make(making.signal);
    if (!made) return;
    g.saveFile(made.blob, made.name);
    said.textContent = `Saved ${made.name}, ${kilobytes(made.blob.size)}.`;
  } catch (problem) {
    if (making.signal.aborted) said.textContent = "Cancelled; nothing was saved.";
    else showProblems({ [FILE]: reason(problem) });
  } finally {
    timers.forEach(clearTimeout);
    bar.hidden = true;
    making = null;
  }
}
const kilobytes = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

async function fetchFigure(signal) {
  const answer = await fetchPatiently(address({ download: "1" }), signal, (text) => { said.textContent = text; });
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1];
  return { blob: await answer.blob(), name };
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  save(async (signal) => {
    const { problems } = await check(signal);
    showProblems(problems);
    if (atFault(problems)) form.querySelector('[aria-invalid="true"]')?.focus();
    if (atFault(problems)) return null;
    takeTitle();
    return fetchFigure(signal);
  });
});
form.addEventListener("input", () => { said.textContent = ""; keep(); preview(); });
/** The title is the scenario's, so it becomes the page's once it is finished and can be one. */
function takeTitle() {
  const title = read(TITLE).replace(/\s+/g, " ") || g.boot.defaults.title;
  if (title !== g.of("a").title) g.restore({ title }, { push: true });
  write(TITLE, title);
}
controls(TITLE)[0].addEventListener("change", async () => {
  try {
    if (!(TITLE in (await check()).problems)) takeTitle();
  } catch { /* the preview tells that the server does not answer */ }
});

function open() {
  if (dialog.open) return;
  write(TITLE, g.of("a").title);
  said.textContent = "";
  showProblems({});
  g.foldDrawers();
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
  const all = [...form.querySelectorAll("button, input, select")].filter((one) => !one.matches(":disabled") && one.checkVisibility() && (one.type !== "radio" || one.checked));
  const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
  if (document.activeElement !== from) return;
  event.preventDefault();
  to.focus();
});

Object.assign(g.actions, {
  "export-open": open,
  "export-close": () => dialog.close(),
  "export-cancel": () => making?.abort(),
  "export-deck": () => { dialog.close(); $("deck-open")?.click(); },
  "export-copy": async () => { await g.copy(address()); said.textContent = "Link copied. A document that links to it always shows the figure with current data."; },
  "export-screen": () => save((signal) => g.screenPicture({ signal })),
});
g.keys.e = (event) => (event?.shiftKey ? g.actions["picture-of-screen"]() : open());
