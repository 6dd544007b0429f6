/* The dialog that makes a deck is Dash's and Mantine's: its script is fetched when it is first opened. */
import { elementOf, found, make } from "../dom.js";
import { listen, theme } from "../state/scenario.js";
import { language, t } from "../state/words.js";
import { dashIsDrawn, setProps } from "./dash.js";
import { notify } from "./notes.js";
import { startDash } from "./start_dash.js";

const LOOK_MS = 30, LOOKS = 600;
/** @param {() => unknown} there */
async function until(there) {
  for (let looks = 0; !there(); looks++) {
    if (looks > LOOKS) throw new Error("It did not come.");
    await new Promise((next) => setTimeout(next, LOOK_MS));
  }
}

async function fetchDialog() {
  await startDash();
  for (const { src } of elementOf("later-scripts", HTMLTemplateElement).content.querySelectorAll("script"))
    await new Promise((done, failed) => document.body.append(make("script", { src, onload: done, onerror: failed })));
  await until(dashIsDrawn);
  setProps("deck-slot", { "data-value": `${theme()} ${language}` });
  await until(() => found("deck-open"));
}
/** @type {Promise<void> | null} */
let fetched = null;
/** Do something with the dialog once it is there. @param {() => void} act */
export async function withDeckDialog(act) {
  fetched ??= fetchDialog();
  try {
    await fetched;
    act();
  } catch {
    fetched = null;
    notify(t("The dialog of decks did not arrive: the server does not answer. Try again."), { color: "orange" });
  }
}
listen((keys) => { if (fetched && keys.includes("theme")) setProps("provider", { forceColorScheme: theme() }); });
