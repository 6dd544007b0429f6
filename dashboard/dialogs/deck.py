"""The dialog that hands a briefing over as a file; `dashboard.dialogs.deck_background` makes it act."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard import ids
from export.figures.options import FIGURE_THEMES
from export.formats import DECK_TITLES
from i18n.spoken import tr


def _dialog() -> Component:
    """Return the closed dialog, and the button that opens it, unseen until the header has a place for it."""
    return html.Div(
        [
            html.Button(tr("Export a deck"), id=ids.DECK_OPEN, hidden=True),
            html.Div(id=ids.DECK_REQUEST, hidden=True),
            dmc.Modal(
                id=ids.DECK_DIALOG,
                title=tr("Export a briefing as a deck"),
                opened=False,
                keepMounted=True,
                className="deck-dialog",
                children=[
                    dmc.Select(id=ids.DECK_BRIEFING, label=tr("Briefing"), allowDeselect=False, data=[]),
                    dmc.RadioGroup(
                        dmc.Stack(
                            [dmc.Radio(label=tr(title), value=kind) for kind, title in DECK_TITLES.items()],
                            gap=6,
                            mt=4,
                        ),
                        id=ids.DECK_KIND,
                        label=tr("File"),
                        value="pptx",
                    ),
                    dmc.Select(
                        id=ids.DECK_THEME,
                        label=tr("Colours"),
                        allowDeselect=False,
                        value="light",
                        data=[{"value": theme, "label": tr(title)} for theme, title in FIGURE_THEMES.items()],
                    ),
                    dmc.Checkbox(id=ids.DECK_NOTES, label=tr("Pages of speaker notes (PDF)"), checked=False),
                    html.Div(
                        [
                            dmc.Button(tr("Make"), id=ids.DECK_MAKE, size="xs"),
                            dmc.Button(
                                tr("Cancel"), id=ids.DECK_CANCEL, size="xs", variant="default", disabled=True
                            ),
                        ],
                        className="share-row",
                    ),
                    dmc.Progress(id=ids.DECK_BAR, value=0, **{"aria-label": tr("Progress of the deck")}),
                    html.P(id=ids.DECK_PROGRESS, className="muted", **{"aria-live": "polite"}),
                    html.Div(id=ids.DECK_RESULT, **{"aria-live": "polite"}),
                ],
            ),
        ]
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
        _dialog(), id=ids.PROVIDER, theme=look, forceColorScheme="dark" if theme == "dark" else "light"
    )
