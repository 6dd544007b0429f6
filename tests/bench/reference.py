"""What the two pages to compare with share: data map_routes, compression, switches, place and size of the map."""

import math
import os

import dash_mantine_components as dmc
import waitress
from dash import Dash, html
from dash.development.base_component import Component

from dashboard.app import _compress  # the very same, so that the pages differ in their maps only
from dashboard.http import map_routes
from dashboard.service import Service
from layers.core.spec import Layer
from layers.core.views import VIEWS

#: The map's box at 1440×900 is that of the dashboard with both panels open.
MAP_BOX = {"position": "fixed", "top": 56, "bottom": 28, "left": 318, "right": 320}
MAP_PX = (1440 - 318 - 320, 900 - 56 - 28)


def toggle(layer_id: str) -> str:
    """Return the id of a layer's switch, the same as on the page."""
    return f"toggle-{layer_id}"


def drawn_layers(service: Service) -> list[Layer]:
    """Return the layers that the dashboard shows when it opens, in its order."""
    return [layer for layer in service.registry.layers if layer.visible]


def page(layers: list[Layer], map_: Component) -> Component:
    """Return a page with one switch per layer, as the dashboard has them, and the map."""
    switches = [dmc.Switch(id=toggle(it.id), label=it.title, checked=True, mb=8) for it in layers]
    panel = html.Nav(switches, style={"position": "fixed", "top": 56, "left": 0, "width": 318, "padding": 14})
    return dmc.MantineProvider(html.Main([panel, html.Div(map_, style=MAP_BOX)]))


def home() -> tuple[float, float, float]:
    """Return longitude, latitude and MapLibre zoom of the view in which the dashboard opens."""
    west, south, east, north = VIEWS["home"]["bounds"]
    top, bottom = _mercator(north), _mercator(south)
    width, height = (side - 32 for side in MAP_PX)
    zoom = math.log2(min(width * 360 / ((east - west) * 512), height / ((bottom - top) * 512)))
    lat = math.degrees(2 * math.atan(math.exp(math.pi * (1 - top - bottom)))) - 90
    return (west + east) / 2, lat, zoom


def _mercator(lat: float) -> float:
    return 0.5 - math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)


def serve(app: Dash, service: Service) -> None:
    """Serve a page on PORT as the dashboard is served: same map_routes, compression, server and threads."""
    map_routes.register(app.server, service)
    _compress(app.server)
    service.warm_up()
    waitress.serve(app.server, host="127.0.0.1", port=int(os.environ["PORT"]), threads=8)
