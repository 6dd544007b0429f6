/* The page's scripts that run in a single file, in the order in which they listen to each other. */
import "../state/scenario.js";
import "../map/view.js";
import "../map/map_view.js";
import "../map/map_pane.js";
import "../map/furniture.js";
import "../briefing/scene_view.js";
import "../briefing/presentation.js";
import "./page.js";
