/* The page of corrections: composes a report of an error from its form. Nothing is sent from here. */
import { copyText } from "./panels/copy.js";
import { element, elementOf, found } from "./dom.js";
import { saveFile } from "./export/save_file.js";
import { t } from "./state/words.js";

const form = elementOf("report-form", HTMLFormElement), report = elementOf("report-text", HTMLTextAreaElement), said = element("report-said");
const send = /** @type {HTMLAnchorElement | null} */ (found("report-send"));
const { version, dataVersion, program, kind, address } = form.dataset;

/** @param {string} name @returns {HTMLInputElement | HTMLTextAreaElement} */
const reportField = (name) => /** @type {HTMLInputElement} */ (element(`report-${name}`));

// Whoever came from the map wants to go back to it, and mostly speaks of what it showed.
const from = document.referrer.startsWith(`${location.origin}/`) && document.referrer !== location.href ? document.referrer : "";
if (from) elementOf("back", HTMLAnchorElement).href = from;
const theme = new URLSearchParams(from.split("?")[1] ?? "").get("theme");
if (theme) document.documentElement.dataset.theme = theme;
reportField("where").value = from;

/** @param {string} name */
const field = (name) => reportField(name).value.trim() || t("(not given)");
function compose() {
  report.value = [t("Report of an error in “{program}”", { program: program ?? "" }), t("Version {version}, data {data}", { version: version ?? "", data: dataVersion ?? "" }), "",
    t("What is wrong: {text}", { text: field("what") }), t("Where: {text}", { text: field("where") }), t("What is right: {text}", { text: field("right") }), t("Source: {text}", { text: field("source") }), ""].join("\n");
  said.textContent = "";
  if (kind === "email" && send) // line ends as RFC 6068 has them
    send.href = `mailto:${address}?subject=${encodeURIComponent(t("Error in “{program}”, version {version}", { program: program ?? "", version: version ?? "" }))}&body=${encodeURIComponent(report.value.replaceAll("\n", "\r\n"))}`;
}
form.addEventListener("input", ({ target }) => { if (target !== report) compose(); });
form.addEventListener("submit", (event) => event.preventDefault());

/** Whether it says at least what is wrong; else the field is shown. */
const complete = () => reportField("what").reportValidity();
element("report-copy").addEventListener("click", async () => {
  if (!complete()) return;
  await copyText(report.value);
  said.textContent = t("Report copied.");
});
element("report-save").addEventListener("click", () => {
  if (!complete()) return;
  const name = "error-report.txt";
  saveFile(new Blob([report.value], { type: "text/plain" }), name);
  said.textContent = t("Saved {name}.", { name });
});
send?.addEventListener("click", (event) => {
  if (!complete()) return event.preventDefault();
  if (kind === "web") navigator.clipboard?.writeText(report.value).then(() => { said.textContent = t("Report copied: paste it there."); }, () => {});
});
compose();
