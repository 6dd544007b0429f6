"""The same layers in dash-leaflet: one `dl.GeoJSON` by URL per layer, shown and hidden by its overlay.

Fills, outlines, dashes and points in the colours of the style table. Left out, since Leaflet has nothing for
them: names that avoid each other, fill patterns, symbols by shape, sizes by zoom. It draws less than the dashboard.
"""

from typing import Any

import dash_leaflet as dl
from dash import Dash, Input, Output

from dashboard.service import Service
from layers.core import ground
from layers.style.rows import StyleRow, colour, rows_of
from tests.bench.reference import drawn_layers, home, page, serve, toggle

#: Functions that dash-leaflet calls by name; `context.hideout` is the layer's table of styles by kind.
_PAGE = """<!DOCTYPE html>
<html lang="en"><head>{%metas%}<title>{%title%}</title>{%css%}</head>
<body>{%app_entry%}<script>
window.bench = {
  style: (feature, context) => context.hideout[feature.properties.kind],
  filter: (feature, context) => feature.properties.kind in context.hideout,
  point: (feature, latlng, context) => L.circleMarker(latlng, context.hideout[feature.properties.kind]),
};
</script><footer>{%config%}{%scripts%}{%renderer%}</footer></body></html>"""


def leaflet_style(row: StyleRow) -> dict[str, Any]:
    """Return the Leaflet path options of a style row; the class tells that the layer is drawn."""
    point = row.form == "point"
    fill = "" if row.form == "line" else row.stroke if point else row.fill
    return {
        "className": f"of-{row.layer}",
        "stroke": bool(row.stroke) and not point,
        "color": colour(row.stroke, "light") if row.stroke else None,
        "weight": row.width,
        "opacity": row.stroke_opacity,
        "dashArray": [share * row.width for share in row.dash],
        "fill": bool(fill),
        "fillColor": colour(fill, "light") if fill else None,
        "fillOpacity": 1 if point else row.fill_opacity,
        "radius": row.symbol_px / 2,
        "interactive": row.interactive,
    }


def _geojson(layer_id: str) -> dl.GeoJSON:
    return dl.GeoJSON(
        url=f"/layers/{layer_id}.geojson",
        hideout={row.kind: leaflet_style(row) for row in rows_of(layer_id) if row.form != "label"},
        style={"variable": "bench.style"},
        filter={"variable": "bench.filter"},
        pointToLayer={"variable": "bench.point"},
    )


def main() -> None:
    """Serve the page."""
    service = Service()
    layers = drawn_layers(service)
    app = Dash("bench_leaflet", compress=False, include_assets_files=False, index_string=_PAGE)
    lon, lat, zoom = home()
    overlays = [dl.Overlay(_geojson(layer.id), id=f"overlay-{layer.id}", name=layer.title, checked=True)
                for layer in layers]  # fmt: skip
    map_ = dl.Map(
        [
            dl.Pane(_geojson(ground.LAYER.id), name="ground", style={"zIndex": 300}),
            dl.LayersControl(overlays, overlays=[layer.title for layer in layers]),
        ],
        center=[lat, lon],
        zoom=zoom + 1,  # Leaflet counts in tiles of 256 px
        zoomSnap=0,
        attributionControl=False,
        style={"height": "100%", "background": colour("sea", "light")},
    )
    app.layout = page(layers, map_)
    for layer in layers:
        app.clientside_callback(
            "checked => checked",
            Output(f"overlay-{layer.id}", "checked"),
            Input(toggle(layer.id), "checked"),
            prevent_initial_call=True,
        )
    serve(app, service)


if __name__ == "__main__":
    main()
