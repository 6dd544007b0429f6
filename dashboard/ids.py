"""Ids of the page's elements; outside tools rely on the first group, so those do not change."""

MAP = "map"
LEGEND = "legend"
FEATURE_PANEL = "feature-panel"
SEARCH = "search"


def toggle(layer_id: str) -> str:
    """Id of a layer's switch."""
    return f"toggle-{layer_id}"


PROVIDER = "provider"
SHELL = "shell"
NOTIFICATIONS = "notifications"
TITLE = "scenario-title"
LINE_DATE = "line-date"
THEME = "theme-toggle"
HELP = "help-toggle"
HELP_DIALOG = "help-dialog"
LEFT_TOGGLE = "left-toggle"
RIGHT_TOGGLE = "right-toggle"
READY = "ready"
ASSUMPTIONS = (
    "assumptions"  # query strings of line date and parameters: the scenario being edited, then the other
)
KINDS = (
    "kinds"  # {"kinds": {layer: [kinds that occur]}, "dates": [{layer: [ISO date, text]} for each scenario]}
)
DATA_DATE = "data-date"
SELECTED = "selected"  # {layer, feature_id, query} of the clicked feature
FEATURE = "feature"
ASSESSMENT = "assessment"
SOURCES_DIALOG = "sources-dialog"

# Handing over a deck (`dashboard.dialogs.deck`, `dashboard.dialogs.deck_background`)
DECK_SLOT = "deck-slot"
DECK_OPEN = "deck-open"
DECK_DIALOG = "deck-dialog"
DECK_BRIEFING = "deck-briefing"
DECK_KIND = "deck-kind"
DECK_THEME = "deck-theme"
DECK_NOTES = "deck-notes"
DECK_MAKE = "deck-make"
DECK_CANCEL = "deck-cancel"
DECK_REQUEST = (
    "deck-request"  # {key, kind, briefing or yaml, theme, notes_pages}: what was asked for, once per click
)
DECK_BAR = "deck-bar"
DECK_PROGRESS = "deck-progress"
DECK_RESULT = "deck-result"
