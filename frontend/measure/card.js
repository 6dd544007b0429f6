/* The card of the measure tool: legs in a table, an area with its outline, what to do next. */
import { element, make, part, root } from "../dom.js";
import { recall, remember } from "../state/storage.js";
import { bearingText, flightTimeText, kmNmText, numberText } from "./format.js";
import { KM_PER_NM } from "./geodesy.js";
import { numberIn, t } from "../state/words.js";

/** @typedef {import("./drawing.js").Leg} Leg */
/** @typedef {{ found: import("./shapes.js").Shape, others: import("./shapes.js").Shape[], km2: number, outline: number }} Measured */
const MIN_KMH = 100, MAX_KMH = 3000, USUAL_KMH = 850, SPEED = "measure-speed";
/** @type {Record<string, string>} */
const STATUS = { documented: t("Documented"), notional: t("Notional"), derived: t("Derived") };

export const card = make("section", { id: "measure-card", hidden: true, ariaLabel: t("Measure") });
card.innerHTML = `
  <div class="ruler-head">
    <h2>${t("Measure")}</h2>
    <div class="ruler-modes" role="group" aria-label="${t("What to measure")}">
      <button type="button" data-ruler="distance">${t("Distance")}</button><button type="button" data-ruler="area">${t("Area")}</button>
    </div>
    <span class="ruler-does">
      <button type="button" class="text-button" data-ruler="end" title="Enter">${t("Done")}</button>
      <button type="button" class="text-button" data-ruler="clear" title="Esc">${t("Clear")}</button>
    </span>
    <button type="button" class="icon-button icon icon-x" data-ruler="close" aria-label="${t("Close the measure tool")}" title="${t("Close  M")}"></button>
  </div>
  <div class="ruler-scroll">
    <table class="ruler-legs"><thead><tr><th scope="col">${t("Leg")}</th><th scope="col">${t("km")}</th><th scope="col">${t("nm")}</th>
      <th scope="col" title="${t("Initial bearing, clockwise from true north")}">${t("True bearing")}</th>
      <th scope="col" title="${t("At one speed, without climb, turns or wind")}">${t("Flight time")}</th></tr></thead><tbody></tbody><tfoot></tfoot></table>
    <div class="ruler-area"></div>
  </div>
  <div class="ruler-foot">
    <p class="ruler-hint" role="status"></p>
    <label class="ruler-speed">${t("Flight at")} <input type="number" inputmode="numeric" min="${MIN_KMH}" max="${MAX_KMH}"
      step="10" id="measure-speed" aria-describedby="measure-speed-range"> ${t("km/h")}</label>
    <span id="measure-speed-range" hidden>${t("{least} to {most} km/h", { least: MIN_KMH, most: numberIn(MAX_KMH) })}</span>
  </div>
  <p class="ruler-said" role="status"></p>`;
document.body.append(card);
element("map").append(make("div", { id: "measure-cross", ariaHidden: "true" }));

/** @param {string} name */
const box = (name) => part(card, `.ruler-${name}`, HTMLElement);
/** @param {string} name */
export const button = (name) => part(card, `[data-ruler=${name}]`, HTMLButtonElement);
const hint = box("hint"), said = box("said"), legRows = part(card, "tbody", HTMLElement), totalRow = part(card, "tfoot", HTMLElement);
/** For screen readers. @param {string} text */
export const say = (text) => { said.textContent = text; };

// -- speed: for this visit ---------------------------------------------------------------------------------------------------
export const speedField = part(card, "#measure-speed", HTMLInputElement);
/** @param {number} value */
const isSpeed = (value) => value >= MIN_KMH && value <= MAX_KMH;
let speedKmh = Number(recall(SPEED, "sessionStorage"));
if (!isSpeed(speedKmh)) speedKmh = USUAL_KMH;
/** @param {number} km */
export const timeText = (km) => flightTimeText(km, speedKmh);
/** @param {boolean} bad */
function markSpeed(bad) {
  speedField.setAttribute("aria-invalid", String(bad));
  part(card, "#measure-speed-range", HTMLElement).hidden = !bad;
}
export const showSpeed = () => { speedField.value = String(speedKmh); };
/** @param {() => void} changed */
export function onSpeed(changed) {
  speedField.addEventListener("input", () => {
    const value = speedField.valueAsNumber;
    markSpeed(!isSpeed(value));
    if (!isSpeed(value)) return;
    speedKmh = value;
    remember(SPEED, String(value), "sessionStorage");
    changed();
  });
  speedField.addEventListener("change", () => { showSpeed(); markSpeed(false); });
}

// -- what was measured ---------------------------------------------------------------------------------------------------------
/** @param {string} name @param {number} km @param {number | null} bearing @param {boolean} [live] */
function row(name, km, bearing, live = false) {
  const cells = [numberText(km), numberText(km / KM_PER_NM), bearing === null ? "" : bearingText(bearing), timeText(km)];
  return make("tr", { className: live ? "ruler-live" : "" }, make("th", { scope: "row", textContent: name }), ...cells.map((textContent) => make("td", { textContent })));
}

/** @param {Leg[]} legs */
export function paintLegs(legs) {
  const total = legs.reduce((sum, { km }) => sum + km, 0);
  box("legs").hidden = !legs.length;
  legRows.replaceChildren(...legs.map((leg, i) => row(String(i + 1), leg.km, leg.bearing, leg.live)));
  totalRow.replaceChildren(...(legs.length > 1 ? [row(t("Total"), total, null)] : []));
}

/** @param {Measured | null} measured @param {(index: number) => void} choose measures another of the shapes under the same click */
export function paintArea(measured, choose) {
  const place = box("area");
  place.hidden = !measured;
  if (!measured) return place.replaceChildren();
  const { found, others, km2, outline } = measured;
  place.replaceChildren(
    make("p", { className: "ruler-name" }, make("strong", { textContent: found.name }), make("span", { className: `status status-${found.status}`, textContent: STATUS[found.status] ?? "" })),
    make("dl", {}, make("dt", { textContent: t("Area") }), make("dd", { textContent: t("{number} km²", { number: numberText(km2) }) }),
      make("dt", { textContent: t("Outline") }), make("dd", { textContent: kmNmText(outline) })));
  if (!others.length) return;
  place.append(make("p", { className: "ruler-more" }, `${t("Also here:")} `,
    ...others.map((other, i) => make("button", { type: "button", className: "text-button", textContent: other.name, onclick: () => choose(i) }))));
}

/** @param {{ mode: "distance" | "area", text: string, speed: boolean, end: boolean, clear: boolean }} shown */
export function paintTools({ mode, text, speed, end, clear }) {
  if (hint.textContent !== text) hint.textContent = text; // else a screen reader says it again
  box("speed").hidden = !speed;
  for (const name of ["distance", "area"]) button(name).setAttribute("aria-pressed", String(mode === name));
  button("end").hidden = !end;
  button("clear").hidden = !clear;
}

// On a phone the card lies across the foot of the map; what stands there moves up by its height.
new ResizeObserver(() => root.style.setProperty("--measure-height", `${card.offsetHeight}px`)).observe(card);
