/* The page's parts that run in a file opened from disk, in the order in which they hear of a change. */
import "../state/scenario.js";
import "../map/view.js";
import "../map/map_pane.js";
import "../map/furniture.js";
import "../map/labels.js";
import "../briefing/presentation.js";
import "./page.js";
import "../handle.js";
import { presentation } from "../briefing/presentation.js";

window.guarantees.present = presentation;
