"""Callbacks: glue between the page and the functions that do the work."""

from typing import Annotated, Any

from annotated_types import MaxLen
from dash import ClientsideFunction, Dash, Input, Output
from typing_extensions import TypedDict

from dashboard import ids
from dashboard.http.callbacks import takes
from dashboard.panels import comparison, feature
from dashboard.service import Service
from i18n.spoken import speak
from layers.core.address import from_query
from layers.core.scenario import LETTERS

_Text = Annotated[str, MaxLen(8_000)]


class Named(TypedDict, total=False):
    """A feature as the page names it."""

    layer: _Text
    feature_id: _Text
    name: _Text


class Chosen(Named, total=False):
    """A feature that was clicked, under the assumptions of a query, and others at the same place."""

    query: _Text
    others: Annotated[list[Named], MaxLen(20)]


def register(app: Dash, service: Service) -> None:
    """Add all callbacks to the app."""
    registry = service.registry

    app.clientside_callback(
        ClientsideFunction("guarantees", "start"),
        Output(ids.ASSUMPTIONS, "data-value"),
        Input(ids.READY, "data-value"),
    )

    @app.callback(
        Output(ids.ASSESSMENT, "children"),
        Output(ids.KINDS, "data-value"),
        Input(ids.ASSUMPTIONS, "data-value"),
        prevent_initial_call=True,
    )
    @takes(Annotated[list[_Text], MaxLen(len(LETTERS))] | None)
    def show_assessment(queries: list[str] | None) -> tuple[list[Any], dict[str, Any]]:
        first, *others = [from_query(query, registry)[0] for query in queries or [""]]
        speak(first.lang)
        said = (
            comparison.table(service, first.beside(others)) if others else feature.assessment(service, first)
        )
        return said, service.found(first, *others)

    app.clientside_callback(
        ClientsideFunction("guarantees", "kinds"), Input(ids.KINDS, "data-value"), prevent_initial_call=True
    )

    @app.callback(
        Output(ids.FEATURE, "children"), Input(ids.SELECTED, "data-value"), prevent_initial_call=True
    )
    @takes(Chosen | None)
    def show_feature(chosen: Chosen | None) -> list[Any]:
        if not chosen:
            return []
        scenario, _ = from_query(chosen.get("query", ""), registry)
        speak(scenario.lang)
        return feature.feature_page(service, scenario, chosen)
