"""What Dash draws: the assessment, the feature page, and the dialog of decks when it is asked for.

All else on the page is HTML that the server sends (`dashboard.panels.shell`); Dash's one root is in the right panel
(`templates/shell/right_panel.html`), and it fills these slots and nothing else.
"""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.dialogs.deck import deck_dialog


def layout() -> Component:
    """Return the slots.

    What the page and the callbacks tell each other is in `data-value`: `dcc.Store` would need the 100 kB of Dash's
    core components.
    """
    return html.Div(
        id=ids.SHELL,
        children=[
            html.Div(id=ids.ASSESSMENT, className="assessment-only"),
            html.Div(id=ids.FEATURE, className="feature-only", **{"aria-live": "polite"}),
            html.Div(id=ids.DECK_SLOT),
            *[html.Div(id=value, hidden=True) for value in (ids.ASSUMPTIONS, ids.SELECTED, ids.KINDS)],
            html.Div(id=ids.READY, hidden=True, **{"data-value": "yes"}),
        ],
    )


def deck_slot(theme: str) -> Component:
    """Return the dialog of decks, the one part that Mantine draws, for the page's theme."""
    look: dict[str, Any] = {
        "primaryColor": "blue",
        "fontFamily": "var(--font)",
        "fontSizes": {
            "xs": "var(--size-s)", "sm": "var(--size-m)", "md": "var(--size-m)", "lg": "var(--size-l)",
        },
        "defaultRadius": "sm",
    }  # fmt: skip
    return dmc.MantineProvider(
        deck_dialog(), id=ids.PROVIDER, theme=look, forceColorScheme="dark" if theme == "dark" else "light"
    )
