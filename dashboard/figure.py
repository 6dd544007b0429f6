"""The Plotly figure of the map."""

from typing import Any

import plotly.graph_objects as go

from export import mapstyle


def map_figure(style: dict[str, Any]) -> go.Figure:
    """Return the figure that opens the map in a style (MapLibre, version 8); Plotly checks every attribute."""
    figure = go.Figure(mapstyle.figure())
    figure.update_layout(map_style=style, template="none")
    return figure
