/* `window.guarantees`: the one handle of the page for tests, benchmarks and the browser's console. Nothing in the page reads it,
   and what Dash calls is in `window.dash_clientside` (panels/clientside.js). It offers:

   state         the one state object (types.d.ts: State); change, restore, setVisible, setParams, reset change it
   boot, base    the data that the page was sent with, and the path that the site lies under; order: ids of the layers
   of(side), visible(), paramText(key), query(), snapshot(), theme()   what the state says
   map           the map pane: map.live is MapLibre's map, or null; map.views, map.goTo(view)
   opening()     where the map opens, or would without a move
   present       the presentation: start, begin, leave, show, briefing, number
   drafts        briefings made in this browser
   geodesy       lengths and areas as the measure tool computes them
   setProps      sets properties of a component of Dash
   editor        editor.told(): the briefing being edited as the server serializes it, or null */
import { mapPane } from "./map/map_pane.js";
import { opening } from "./map/view.js";
import { base, boot, layerOrder } from "./state/boot.js";
import { change, of, paramText, query, reset, restore, setParams, setVisible, snapshot, state, theme, visible } from "./state/scenario.js";

window.guarantees = { state, boot, base, order: layerOrder, of, visible, paramText, query, snapshot, theme, change, restore, setVisible, setParams, reset,
  map: mapPane, opening };
