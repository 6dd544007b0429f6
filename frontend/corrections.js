/* The page of corrections: composes a report of an error from its form. Nothing is sent from here. */
const $ = (id) => document.getElementById(id);
const form = $("report-form"), report = $("report-text"), said = $("report-said"), send = $("report-send");
const { version, dataVersion, program, kind, address } = form.dataset;

// Whoever came from the map wants to go back to it, and mostly speaks of what it showed.
const from = document.referrer.startsWith(`${location.origin}/`) && document.referrer !== location.href ? document.referrer : "";
if (from) $("back").href = from;
const theme = new URLSearchParams(from.split("?")[1] ?? "").get("theme");
if (theme) document.documentElement.dataset.theme = theme;
$("report-where").value = from;

const field = (name) => $(`report-${name}`).value.trim() || "(not given)";
function compose() {
  report.value = [`Report of an error in “${program}”`, `Version ${version}, data ${dataVersion}`, "",
    `What is wrong: ${field("what")}`, `Where: ${field("where")}`, `What is right: ${field("right")}`, `Source: ${field("source")}`, ""].join("\n");
  said.textContent = "";
  if (kind === "email") // line ends as RFC 6068 has them
    send.href = `mailto:${address}?subject=${encodeURIComponent(`Error in “${program}”, version ${version}`)}&body=${encodeURIComponent(report.value.replaceAll("\n", "\r\n"))}`;
}
form.addEventListener("input", ({ target }) => { if (target !== report) compose(); });
form.addEventListener("submit", (event) => event.preventDefault());

/** Whether it says at least what is wrong; else the field is shown. */
const complete = () => $("report-what").reportValidity();
$("report-copy").addEventListener("click", async () => {
  if (!complete()) return;
  try { await navigator.clipboard.writeText(report.value); } catch { // no permission, or a page that is not served securely
    report.select();
    document.execCommand("copy");
  }
  said.textContent = "Report copied.";
});
$("report-save").addEventListener("click", () => {
  if (!complete()) return;
  const url = URL.createObjectURL(new Blob([report.value], { type: "text/plain" })), name = "error-report.txt";
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  said.textContent = `Saved ${name}.`;
});
send?.addEventListener("click", (event) => {
  if (!complete()) return event.preventDefault();
  if (kind === "web") navigator.clipboard?.writeText(report.value).then(() => { said.textContent = "Report copied: paste it there."; }, () => {});
});
compose();
