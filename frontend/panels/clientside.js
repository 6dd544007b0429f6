/* What Dash calls in the page: the functions of its clientside callbacks, in `window.dash_clientside.guarantees`. */
import { root } from "../dom.js";
import { drafts } from "../editor/drafts.js";
import { comparedQueries } from "../state/scenario.js";
import { language } from "../state/words.js";
import { markDashDrawn } from "./dash.js";
import { setKinds } from "./visibility.js";

/** The first call, when Dash has drawn its slots. */
function start() {
  setTimeout(() => {
    markDashDrawn();
    root.dataset.ready = "yes";
  });
  return comparedQueries();
}

window.dash_clientside = Object.assign(window.dash_clientside ?? {}, {
  guarantees: {
    start,
    kinds: setKinds,
    /** What is asked for when a deck is to be made; a briefing that only this browser has goes along as YAML.
     * @param {number} _clicks @param {string} chosen @param {string} kind @param {string} look @param {boolean} notes */
    deck(_clicks, chosen, kind, look, notes) {
      const yaml = drafts.asYaml(chosen), briefing = yaml ? "" : chosen;
      return { key: String(Date.now()) + Math.random(), briefing, yaml, kind, theme: look, lang: language, notes_pages: notes && kind === "pdf" };
    },
  },
});
