/* The map's page. Parts hear of a change in the order in which they are first imported: the map before the panels. */
import "./state/scenario.js";
import "./panels/edition.js"; // before the map is measured: its line takes room
import "./map/view.js";
import "./map/map_pane.js";
import "./map/furniture.js";
import "./map/labels.js";
import "./panels/visibility.js";
import "./panels/shell.js";
import "./panels/cards.js";
import "./panels/overview.js";
import "./panels/this_place.js";
import "./panels/sliders.js";
import "./measure/measure.js"; // before what else hears clicks on the map
import "./panels/timeline.js";
import "./export/screenshot.js";
import "./export/export_dialog.js";
import "./briefing/presentation.js";
import "./editor/panel.js";
import "./editor/drag.js";
import "./editor/files.js"; // before share.js: both hear of dropped files
import "./panels/share.js";
import "./panels/language.js";
import "./panels/embed_code.js";
import "./editor/choice.js";
import "./editor/retake.js";
import "./panels/oblasts.js";
import "./panels/sensitivity.js";
import "./panels/offer.js";
import "./panels/swatches.js";
import "./panels/start_dash.js";
import "./handle.js";
import { serializedNow } from "./editor/check.js";
import { drafts } from "./editor/drafts.js";
import * as geodesy from "./measure/geodesy.js";
import { presentation } from "./briefing/presentation.js";
import { setProps } from "./panels/dash.js";

Object.assign(window.guarantees, { present: presentation, drafts, geodesy, setProps, editor: { told: serializedNow } });
document.documentElement.dataset.panel = "ready"; // buttons, keys, switches and controls act; Dash may still be on its way
performance.mark("panel-ready");
