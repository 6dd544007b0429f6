/* On the stage of an own briefing: where the map looks is kept for the scene, and can be taken back. */
import { does, hint, keepButton } from "../briefing/frame.js";
import { presentation } from "../briefing/presentation.js";
import { mapPane } from "../map/map_pane.js";
import { opening } from "../map/view.js";
import { listen, state } from "../state/scenario.js";
import { drafts } from "./drafts.js";
import { captureView } from "./scene_map.js";
import { scenarioOf } from "./values.js";
import { t } from "../state/words.js";

/** @typedef {import("../types").Scene} Scene */
/** What the scene shown had before its view was kept. @type {{ scene: Scene, bounds: Scene["bounds"], view: Scene["state"]["view"] } | null} */
let before = null;
/** The scene on stage, where it is one of the briefing that is open in the editor. */
function mine() {
  const { briefing, number } = presentation;
  const own = briefing && drafts.uid && briefing.id === drafts.nameOf(drafts.uid) ? drafts.briefing?.scenes[number - 1] : null;
  return briefing && own ? { shown: briefing.scenes[number - 1], own } : null;
}
/** Offered once the map was moved from where the scene looks. */
function paint() {
  keepButton.hidden = !presentation.briefing || state.view === null || !mine() || presentation.briefing.scenes[presentation.number - 1].has_map === false;
}

function keep() {
  const here = mine();
  if (!here || !state.view) return;
  const view = captureView(here.shown), { shown, own } = here;
  before = { scene: shown, bounds: shown.bounds, view: shown.state.view };
  drafts.change(() => { own.scenario = { ...scenarioOf(own), view }; }, { said: t("The kept view") });
  shown.bounds = "west" in view ? [view.west, view.south, view.east, view.north] : null;
  shown.state.view = "west" in view ? null : view;
  state.view = shown.state.view;
  paint();
  hint(t("The scene keeps this view. Ctrl+Z takes it back."), 6000);
}
/** True where there was a kept view to take back. */
function takeBack() {
  const last = before, here = mine();
  if (!last || !here || here.shown !== last.scene || drafts.undo() === null) return false;
  before = null;
  last.scene.bounds = last.bounds;
  state.view = last.scene.state.view = last.view;
  mapPane.goTo(opening(), { keep: false });
  paint();
  hint(t("The scene looks where it did before."), 4000);
  return true;
}
Object.assign(does, { keep, takeBack, shown() { before = null; paint(); } });
listen((keys) => { if (keys.includes("view") && presentation.briefing) paint(); });
