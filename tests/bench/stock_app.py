"""The same layers in Dash with the stock plotly bundle: a `dcc.Graph`, the same MapLibre style, sources by URL.

A switch patches the visibility of its layers in the figure, in the browser, the ordinary way in Dash.
"""

import os

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc

from dashboard.service import Service
from tests.bench.reference import drawn_layers, home, page, serve, toggle
from webmap import style as mapstyle


def main() -> None:
    """Serve the page."""
    service = Service()
    layers = drawn_layers(service)
    base = f"http://127.0.0.1:{os.environ['PORT']}"  # MapLibre's worker has no page to be relative to
    style = mapstyle.map_style("light", tuple(layer.id for layer in layers))
    style["sprite"] = base + style["sprite"]
    for source_id, source in style["sources"].items():
        source["data"] = f"{base}/layers/{source_id}.geojson"
    for drawn in style["layers"]:
        drawn.setdefault("layout", {})["visibility"] = "visible"
    lon, lat, zoom = home()
    figure = go.Figure(go.Scattermap(lon=[None], lat=[None], mode="markers", hoverinfo="skip"))
    figure.update_layout(
        map={"style": style, "center": {"lon": lon, "lat": lat}, "zoom": zoom},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )
    app = Dash("bench_stock", compress=False, include_assets_files=False)
    app.layout = page(layers, dcc.Graph(id="graph", figure=figure, style={"height": "100%"}))
    for layer in layers:
        own = [i for i, drawn in enumerate(style["layers"]) if drawn.get("source") == layer.id]
        app.clientside_callback(
            f"""checked => {{
                const patch = new dash_clientside.Patch(), visibility = checked ? "visible" : "none";
                for (const i of {own})
                    patch.assign(["layout", "map", "style", "layers", i, "layout", "visibility"], visibility);
                return patch.build();
            }}""",
            Output("graph", "figure", allow_duplicate=True),
            Input(toggle(layer.id), "checked"),
            prevent_initial_call=True,
        )
    serve(app, service)


if __name__ == "__main__":
    main()
