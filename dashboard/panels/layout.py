"""What Dash draws: the assessment, the feature page, and the dialog of decks and the table of oblasts when asked for.

All else on the page is HTML that the server sends (`dashboard.panels.shell`); Dash's one root is in the right panel
(`templates/shell/right_panel.html`), and it fills these slots and nothing else.
"""

from dash import html
from dash.development.base_component import Component

from dashboard import ids


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
            html.Div(id=ids.OBLAST_SLOT),
            *[html.Div(id=value, hidden=True) for value in (ids.ASSUMPTIONS, ids.SELECTED, ids.KINDS)],
            html.Div(id=ids.READY, hidden=True, **{"data-value": "yes"}),
        ],
    )
