/* The map in a frame on a page of others: the page's own map, with the switches that the author of that page chose. It keeps nothing,
   neither in the browser nor in the address. Parts hear of a change in the order in which they are first imported. */
import "./embed/sandbox.js"; // before plotly.js
import "./state/scenario.js";
import "./map/view.js";
import "./map/map_pane.js";
import "./map/furniture.js";
import "./map/labels.js";
import "./embed/page.js";
import "./panels/swatches.js";
import "./handle.js";
