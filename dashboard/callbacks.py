"""Callbacks: glue between the page and the functions that do the work."""

from typing import Annotated, Any

from annotated_types import MaxLen
from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from typing_extensions import TypedDict

from dashboard import ids
from dashboard.http.callbacks import takes
from dashboard.panels import controls, feature
from dashboard.service import Service
from layers.core.scenario import from_query

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
        Output(ids.ASSUMPTIONS, "data"),
        Output(ids.LINE_DATE, "value"),
        Output(ids.PROVIDER, "forceColorScheme"),
        Output(ids.TITLE, "children"),
        Input(ids.READY, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("guarantees", "line"),
        Input(ids.LINE_DATE, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("guarantees", "find"),
        Output(ids.SEARCH, "value"),
        Input(ids.SEARCH, "value"),
        prevent_initial_call=True,
    )

    controls.register(app, registry)

    @app.callback(
        Output(ids.ASSESSMENT, "children"),
        Output(ids.KINDS, "data"),
        Input(ids.ASSUMPTIONS, "data"),
        prevent_initial_call=True,
    )
    @takes(Annotated[list[_Text], MaxLen(2)] | None)
    def show_assessment(queries: list[str] | None) -> tuple[list[Any], dict[str, Any]]:
        scenarios = [from_query(query, registry)[0] for query in queries or [""]]
        found = {"kinds": service.kinds(*scenarios), "dates": [service.dates(one) for one in scenarios]}
        return feature.assessment(service, scenarios[0]), found

    app.clientside_callback(
        ClientsideFunction("guarantees", "kinds"), Input(ids.KINDS, "data"), prevent_initial_call=True
    )

    @app.callback(Output(ids.FEATURE, "children"), Input(ids.SELECTED, "data"), prevent_initial_call=True)
    @takes(Chosen | None)
    def show_feature(chosen: Chosen | None) -> list[Any]:
        if not chosen:
            return []
        scenario, _ = from_query(chosen.get("query", ""), registry)
        return feature.feature_page(service, scenario, chosen)

    @app.callback(
        Output("sources-body", "children"),
        Input(ids.SOURCES_DIALOG, "opened"),
        State("sources-body", "children"),
        prevent_initial_call=True,
    )
    def show_sources(opened: bool, body: Any) -> Any:
        return feature.sources_page(service) if opened and not body else no_update
